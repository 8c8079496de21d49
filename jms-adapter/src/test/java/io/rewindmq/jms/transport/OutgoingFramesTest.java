// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutgoingFramesTest {
  private final OutgoingFrames outgoing = new OutgoingFrames();

  private static byte[] element(int value, int bytes) {
    byte[] element = new byte[bytes];
    element[0] = (byte) value;
    return element;
  }

  private List<Frame> written() {
    ByteBuffer bytes = outgoing.take();
    List<Frame> frames = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] frame = new byte[bytes.getInt()];
      bytes.get(frame);
      frames.add(FrameCodec.decode(ByteBuffer.wrap(frame)));
    }
    outgoing.giveBack(bytes);
    return frames;
  }

  private static String text(Frame frame) {
    return frame instanceof Frame.Send send
        ? "%d/%d/%d: %d+%d, %d bytes"
            .formatted(
                send.channel(),
                send.handle(),
                send.transaction(),
                send.firstSequence(),
                send.count(),
                send.elements().remaining())
        : frame.type().toString();
  }

  private List<String> writtenTexts() {
    return written().stream().map(OutgoingFramesTest::text).toList();
  }

  @Test
  void sendsThatFollowEachOtherAreOneFrame() {
    outgoing.appendSend(1, 2, 0, 5, element(50, 100));
    outgoing.appendSend(1, 2, 0, 6, element(60, 200));
    outgoing.appendSend(1, 2, 0, 7, element(70, 300));
    List<Frame> frames = written();

    assertThat(frames).hasSize(1);
    assertThat(text(frames.get(0))).isEqualTo("1/2/0: 5+3, 600 bytes");
    ByteBuffer elements = ((Frame.Send) frames.get(0)).elements();
    assertThat(elements.get(elements.position())).isEqualTo((byte) 50);
    assertThat(elements.get(elements.position() + 100)).isEqualTo((byte) 60);
    assertThat(elements.get(elements.position() + 300)).isEqualTo((byte) 70);
  }

  @Test
  void aPartOfALargeMessageIsAFrameOfItsOwn() {
    outgoing.appendSend(1, 2, 9, 1, element(1, 100));
    outgoing.appendPart(1, 2, 9, 2, ByteBuffer.wrap(element(2, 200)));
    outgoing.appendPart(1, 2, 9, 3, ByteBuffer.wrap(element(3, 300)));
    outgoing.appendSend(1, 2, 9, 4, element(4, 100));
    assertThat(writtenTexts())
        .containsExactly(
            "1/2/9: 1+1, 100 bytes",
            "1/2/9: 2+1, 200 bytes",
            "1/2/9: 3+1, 300 bytes",
            "1/2/9: 4+1, 100 bytes");
  }

  @Test
  void anyDifferenceBeginsANewFrame() {
    outgoing.appendSend(1, 2, 0, 1, element(1, 100));
    outgoing.appendSend(2, 2, 0, 2, element(1, 100));
    outgoing.appendSend(2, 3, 0, 3, element(1, 100));
    outgoing.appendSend(2, 3, 7, 4, element(1, 100));
    outgoing.appendSend(2, 3, 7, 6, element(1, 100));

    assertThat(writtenTexts())
        .containsExactly(
            "1/2/0: 1+1, 100 bytes",
            "2/2/0: 2+1, 100 bytes",
            "2/3/0: 3+1, 100 bytes",
            "2/3/7: 4+1, 100 bytes",
            "2/3/7: 6+1, 100 bytes");
  }

  @Test
  void frameInBetweenKeepsItsPlace() {
    outgoing.appendSend(1, 2, 0, 1, element(1, 100));
    outgoing.append(new Frame.Heartbeat());
    outgoing.appendSend(1, 2, 0, 2, element(1, 100));
    outgoing.appendSend(1, 2, 0, 3, element(1, 100));

    assertThat(writtenTexts())
        .containsExactly("1/2/0: 1+1, 100 bytes", "HEARTBEAT", "1/2/0: 2+2, 200 bytes");
  }

  @Test
  void frameThatIsBeingWrittenIsNotJoined() {
    outgoing.appendSend(1, 2, 0, 1, element(1, 100));
    assertThat(writtenTexts()).containsExactly("1/2/0: 1+1, 100 bytes");
    outgoing.appendSend(1, 2, 0, 2, element(1, 100));
    assertThat(writtenTexts()).containsExactly("1/2/0: 2+1, 100 bytes");
  }

  @Test
  void joinedFrameFitsTheAgreedLengthExactly() {
    int header = FrameCodec.SEND_HEADER_BYTES - FrameCodec.LENGTH_BYTES;
    outgoing.limitFrames(header + 300);
    for (int sequence = 1; sequence <= 7; sequence++) {
      outgoing.appendSend(1, 2, 0, sequence, element(1, 100));
    }
    assertThat(writtenTexts())
        .containsExactly("1/2/0: 1+3, 300 bytes", "1/2/0: 4+3, 300 bytes", "1/2/0: 7+1, 100 bytes");
  }

  @Test
  void messageLongerThanAJoinedFrameHasItsOwn() {
    outgoing.appendSend(1, 2, 0, 1, element(1, 100));
    outgoing.appendSend(1, 2, 0, 2, element(1, OutgoingFrames.JOINED_BYTES_MAX + 1));
    outgoing.appendSend(1, 2, 0, 3, element(1, 100));

    assertThat(written())
        .extracting(frame -> ((Frame.Send) frame).count())
        .containsExactly(1, 1, 1);
  }

  @Test
  void bufferGrowsWithoutLosingWhatIsJoined() {
    for (int sequence = 1; sequence <= 1_000; sequence++) {
      outgoing.appendSend(1, 2, 0, sequence, element(sequence, 100));
    }
    List<Frame> frames = written();
    assertThat(frames).hasSize(1);
    ByteBuffer elements = ((Frame.Send) frames.get(0)).elements();
    for (int sequence = 1; sequence <= 1_000; sequence++) {
      assertThat(elements.get(elements.position() + (sequence - 1) * 100))
          .isEqualTo((byte) sequence);
    }
  }

  @Test
  void clearThrowsAwayAndJoinsNothing() {
    outgoing.appendSend(1, 2, 0, 1, element(1, 100));
    outgoing.clear();
    assertThat(outgoing.bytes()).isZero();
    outgoing.appendSend(1, 2, 0, 2, element(1, 100));
    assertThat(writtenTexts()).containsExactly("1/2/0: 2+1, 100 bytes");
  }
}
