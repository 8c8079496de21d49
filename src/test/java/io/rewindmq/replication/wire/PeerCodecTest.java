// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.record.EpochStart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Version 1 of what the brokers of a pair say, as the vectors have it. */
class PeerCodecTest {
  private static final Map<String, PeerFrame> FRAMES = new LinkedHashMap<>();

  static {
    FRAMES.put(
        "01-hello",
        new PeerFrame.Hello(
            1,
            1,
            "orders",
            "b",
            0xfedcba9876543210L,
            7,
            4,
            2000,
            true,
            64 << 20,
            0x12340,
            List.of(new EpochStart(1, 0), new EpochStart(4, 0x1000))));
    FRAMES.put("02-welcome", new PeerFrame.Welcome(1, 5, 7, 0x12300, 0x12380));
    FRAMES.put("03-refused", new PeerFrame.Refused(Refusal.NOT_PRIMARY, 6, "a is no primary"));
    FRAMES.put("04-attached", new PeerFrame.Attached(5, 0x12300, 0x12240));
    FRAMES.put(
        "05-batch",
        new PeerFrame.Batch(5, -256, ByteBuffer.wrap("RWJB".getBytes(StandardCharsets.UTF_8))));
    FRAMES.put("06-beat", new PeerFrame.Beat(5, 1000, 4096, 0x12380));
    FRAMES.put("07-ack", new PeerFrame.Ack(5, 1000, 0x12380, 0x12300));
    FRAMES.put("08-look", new PeerFrame.Look(6));
  }

  private static byte[] vector(String name) {
    try (InputStream in = PeerCodecTest.class.getResourceAsStream("/peer/v1/" + name + ".hex")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      String digits =
          text.lines().map(line -> line.replaceAll("#.*|\\s", "")).collect(Collectors.joining());
      return HexFormat.of().parseHex(digits);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void writesAndReadsAsReleased() {
    FRAMES.forEach(
        (name, frame) -> {
          assertThat(PeerCodec.encode(frame).array()).as(name).isEqualTo(vector(name));
          assertThat(PeerCodec.decode(ByteBuffer.wrap(vector(name)))).as(name).isEqualTo(frame);
        });
  }

  @Test
  void everyFlippedBitIsAnError() {
    FRAMES.forEach(
        (name, frame) -> {
          byte[] bytes = vector(name);
          int covered = frame instanceof PeerFrame.Batch ? bytes.length - 4 : bytes.length;
          for (int bit = 0; bit < covered * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> PeerCodec.decode(ByteBuffer.wrap(flipped)))
                .as("%s, bit %d", name, bit)
                .isInstanceOf(PeerProtocolException.class);
          }
        });
  }

  @Test
  void everyShortenedFrameIsAnError() {
    FRAMES.forEach(
        (name, frame) -> {
          byte[] bytes = vector(name);
          for (int length = 4; length < bytes.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(bytes, 0, length).slice();
            assertThatThrownBy(() -> PeerCodec.decode(cut))
                .isInstanceOf(PeerProtocolException.class);
          }
        });
  }

  @Test
  void tellsHowLongAFrameIsBeforeItIsAllThere() {
    ByteBuffer look = ByteBuffer.wrap(vector("08-look"));

    assertThat(PeerCodec.frameBytes(look.slice(0, 3), 100)).isEqualTo(-1);
    assertThat(PeerCodec.frameBytes(look.slice(0, 4), 100)).isEqualTo(20);
    assertThatThrownBy(() -> PeerCodec.frameBytes(look, 19))
        .isInstanceOf(PeerProtocolException.class)
        .hasMessage("expected a frame of 12 to 19 bytes, got 20");
  }
}
