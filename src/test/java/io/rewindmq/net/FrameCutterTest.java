// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.rewindmq.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCutterTest {
  private static final int FRAME_BYTES_MAX = 1000;

  private final List<byte[]> frames = new ArrayList<>();
  private final FrameCutter cutter =
      new FrameCutter(UnpooledByteBufAllocator.DEFAULT, this::collect);

  @AfterEach
  void releases() {
    cutter.release();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void cutsTheSameFramesHoweverTheBytesArrive(long seed) throws FrameSizeException {
    Random random = new Random(seed);
    List<byte[]> sent = new ArrayList<>();
    ByteBuf stream = Unpooled.buffer();
    for (int i = 0; i < 300; i++) {
      byte[] frame = new byte[4 + random.nextInt(random.nextInt(10) == 0 ? 996 : 20)];
      random.nextBytes(frame);
      sent.add(frame);
      stream.writeInt(frame.length).writeBytes(frame);
    }

    while (stream.isReadable()) {
      int bytes = Math.min(stream.readableBytes(), 1 + random.nextInt(seed % 2 == 0 ? 9 : 1500));
      ByteBuf read = Unpooled.buffer().writeBytes(stream, bytes);
      cutter.cut(read, FRAME_BYTES_MAX);
    }

    assertThat(frames).usingRecursiveComparison().isEqualTo(sent);
  }

  @Test
  void takesNoMemoryForALengthThatIsNotAllowed() {
    ByteBuf good = Unpooled.buffer().writeInt(4).writeInt(0x03000000);
    ByteBuf read = good.writeInt(Integer.MIN_VALUE);

    assertThatThrownBy(() -> cutter.cut(read, FRAME_BYTES_MAX))
        .isInstanceOfSatisfying(
            FrameSizeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FRAME_TOO_LARGE));
    assertThat(frames).hasSize(1);
  }

  @Test
  void refusesALengthThatNoFrameHas() {
    ByteBuf read = Unpooled.buffer().writeInt(3);

    assertThatThrownBy(() -> cutter.cut(read, FRAME_BYTES_MAX))
        .isInstanceOfSatisfying(
            FrameSizeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL_ERROR));
  }

  @Test
  void checksALengthThatArrivesInPieces() throws FrameSizeException {
    cutter.cut(Unpooled.buffer().writeByte(0x7F).writeByte(0xFF), FRAME_BYTES_MAX);

    assertThatThrownBy(() -> cutter.cut(Unpooled.buffer().writeShort(0), FRAME_BYTES_MAX))
        .isInstanceOf(FrameSizeException.class);
  }

  private void collect(ByteBuf batch) {
    while (batch.isReadable()) {
      byte[] frame = new byte[batch.readInt()];
      batch.readBytes(frame);
      frames.add(frame);
    }
    batch.release();
  }
}
