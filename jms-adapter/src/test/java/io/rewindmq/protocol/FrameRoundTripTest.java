// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written is read again. {@code -Drewind.seed=…} repeats a failure. */
class FrameRoundTripTest {
  private static final long SEED = Long.getLong("rewind.seed", 20261120);
  private static final int FRAMES = 200;

  @ParameterizedTest
  @EnumSource(FrameType.class)
  void readsWhatItWrites(FrameType type) {
    RandomFrames frames = new RandomFrames(SEED + type.number());
    for (int i = 0; i < FRAMES; i++) {
      Frame frame = frames.frame(type);
      ByteBuffer bytes = FrameCodec.encode(frame);
      ByteBuffer again = bytes.duplicate().position(FrameCodec.LENGTH_BYTES);
      Frame decoded = FrameCodec.decode(again);

      assertThat(decoded)
          .as("-Drewind.seed=%d, frame %d", SEED, i)
          .usingRecursiveComparison()
          .isEqualTo(frame);
      assertThat(decoded.type()).isEqualTo(type);
      assertThat(FrameCodec.encode(decoded)).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource(FrameType.class)
  void writesBehindOtherFramesAndIntoDirectBuffers(FrameType type) {
    Frame frame = new RandomFrames(SEED).frame(type);
    ByteBuffer alone = FrameCodec.encode(frame);
    ByteBuffer out = ByteBuffer.allocateDirect(2 * alone.remaining() + 3).position(3);
    FrameCodec.encode(frame, out);
    FrameCodec.encode(frame, out);

    assertThat(out.hasRemaining()).isFalse();
    assertThat(out.slice(3, alone.remaining())).isEqualTo(alone);
    ByteBuffer second = out.slice(3 + alone.remaining(), alone.remaining());
    assertThat(second).isEqualTo(alone);
    assertThat(FrameCodec.decode(second.position(FrameCodec.LENGTH_BYTES)))
        .usingRecursiveComparison()
        .isEqualTo(frame);
  }
}
