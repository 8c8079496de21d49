// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden vectors of frames, both ways, and everything that is nearly one of them. */
class FrameVectorTest {
  private static final Map<String, Frame> GOLDEN = GoldenFrames.all();

  static Stream<String> names() {
    return GOLDEN.keySet().stream();
  }

  @Test
  void everyFrameHasAVectorAndEveryVectorIsRead() {
    Set<FrameType> types =
        GOLDEN.values().stream()
            .map(Frame::type)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(FrameType.class)));
    List<String> files =
        HexVector.names().stream()
            .filter(name -> !name.startsWith("element") && !name.startsWith("run"))
            .toList();

    assertThat(types).containsExactly(FrameType.values());
    assertThat(files).containsExactlyInAnyOrderElementsOf(GOLDEN.keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void readsTheVector(String name) {
    Frame frame = decode(HexVector.read(name));

    assertThat(frame).usingRecursiveComparison().isEqualTo(GOLDEN.get(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void writesTheVector(String name) {
    Frame frame = golden(name);
    byte[] expected = HexVector.read(name);

    assertThat(FrameCodec.encode(frame).array()).isEqualTo(expected);
    assertThat(FrameCodec.encodedBytes(frame)).isEqualTo(expected.length);
  }

  @ParameterizedTest
  @MethodSource("names")
  void tellsTheKindWithoutReading(String name) {
    ByteBuffer bytes = afterLength(HexVector.read(name));

    assertThat(FrameCodec.peekType(bytes)).isEqualTo(golden(name).type());
    assertThat(bytes.position()).isEqualTo(FrameCodec.LENGTH_BYTES);
  }

  @ParameterizedTest
  @MethodSource("names")
  void readsOrRefusesWhateverIsNearlyAFrame(String name) {
    byte[] vector = HexVector.read(name);
    byte[] frame = Arrays.copyOfRange(vector, FrameCodec.LENGTH_BYTES, vector.length);
    Mutations mutations =
        new Mutations(ProtocolException.class)
            .truncate(frame, FrameCodec::decode)
            .changeEachByte(frame, FrameCodec::decode);

    assertThat(mutations.refused()).isPositive();
    if (frame.length > FrameCodec.HEADER_BYTES) {
      assertThat(mutations.taken()).isPositive();
    }
  }

  @Test
  void writesOnlyTheHeaderOfASend() {
    Frame.Send send = (Frame.Send) golden("18-send-transacted");
    ByteBuffer elements = send.elements().duplicate();
    ByteBuffer out = ByteBuffer.allocate(FrameCodec.SEND_HEADER_BYTES + elements.remaining());
    FrameCodec.encodeSendHeader(out, 1, 17, 5, 9, 1, elements.remaining());
    out.put(elements);

    assertThat(out.array()).isEqualTo(HexVector.read("18-send-transacted"));
  }

  @Test
  void writesOnlyTheHeaderOfADeliver() {
    ByteBuffer runs = ((Frame.Deliver) golden("25-deliver")).runs().duplicate();
    ByteBuffer out = ByteBuffer.allocate(FrameCodec.DELIVER_HEADER_BYTES + runs.remaining());
    FrameCodec.encodeDeliverHeader(out, 1, 3, 2, 6, 2, runs.remaining());
    out.put(runs);

    assertThat(out.array()).isEqualTo(HexVector.read("25-deliver"));
  }

  @Test
  void doesNotCopyMessages() {
    ByteBuffer bytes = afterLength(HexVector.read("18-send"));
    Frame.Send send = (Frame.Send) FrameCodec.decode(bytes);
    int at = bytes.limit() - 1;
    bytes.put(at, (byte) 0x55);

    assertThat(send.elements().get(send.elements().limit() - 1)).isEqualTo((byte) 0x55);
    assertThat(bytes.hasRemaining()).isFalse();
  }

  private static Frame golden(String name) {
    Frame frame = GOLDEN.get(name);
    if (frame == null) {
      throw new AssertionError("no golden frame " + name);
    }
    return frame;
  }

  static ByteBuffer afterLength(byte[] bytes) {
    return ByteBuffer.wrap(bytes).position(FrameCodec.LENGTH_BYTES);
  }

  private static Frame decode(byte[] bytes) {
    assertThat(ByteBuffer.wrap(bytes).getInt()).isEqualTo(bytes.length - FrameCodec.LENGTH_BYTES);
    return FrameCodec.decode(afterLength(bytes));
  }
}
