// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who reads a wire's frames: its own thread, or callers that wait for their answers. */
@Timeout(60)
class FrameReaderTest {
  private static final String READER = "the reader";
  private static final int FRAME_BYTES_MAX = 1000;

  /** What was read, and by whom. */
  private record Read(Frame frame, String thread) {}

  private final BlockingQueue<Read> read = new LinkedBlockingQueue<>();
  private final BlockingQueue<IOException> failures = new LinkedBlockingQueue<>();
  private Socket here;
  private Socket there;
  private OutputStream broker;
  private FrameReader reader;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      here = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
      there = listening.accept();
    }
    broker = there.getOutputStream();
    InputStream in = here.getInputStream();
    reader =
        new FrameReader(
            in,
            READER,
            FRAME_BYTES_MAX,
            new FrameReader.Sink() {
              @Override
              public void frame(Frame frame) {
                read.add(new Read(frame, Thread.currentThread().getName()));
              }

              @Override
              public void failed(IOException cause) {
                failures.add(cause);
              }
            });
    reader.start();
  }

  @AfterEach
  void close() throws IOException {
    here.close();
    there.close();
    reader.end();
  }

  private void say(int number) throws IOException {
    Frame frame = new Frame.Ok(number, 0);
    ByteBuffer bytes = ByteBuffer.allocate(FrameCodec.encodedBytes(frame));
    FrameCodec.encode(frame, bytes);
    broker.write(bytes.array());
  }

  /** A caller that waits for one answer, which comes. */
  private Read call(int number) throws IOException, InterruptedException {
    say(number);
    reader.readWhile(read::isEmpty);
    Read answer = read.poll(10, TimeUnit.SECONDS);
    assertThat(answer).isNotNull();
    assertThat(answer.frame()).isEqualTo(new Frame.Ok(number, 0));
    return answer;
  }

  private void callUntilAside() throws IOException, InterruptedException {
    String self = Thread.currentThread().getName();
    for (int number = 1; !call(number).thread().equals(self); number++) {
      assertThat(number).isLessThan(10_000);
    }
  }

  @Test
  void theReadersThreadReadsAtFirst() throws Exception {
    for (int number = 1; number < FrameReader.LONE_WAITS; number++) {
      assertThat(call(number).thread()).isEqualTo(READER);
    }
  }

  @Test
  void callersReadTheirAnswersWhenNobodyDoesAnythingElse() throws Exception {
    callUntilAside();
    int own = 0;
    for (int number = 0; number < 100; number++) {
      own += call(number).thread().equals(READER) ? 0 : 1;
    }
    assertThat(own).as("the thread may have been kept waiting for 10 ms now and then").isPositive();
  }

  @Test
  void whatNobodyAskedForIsReadWhenCallersHaveStopped() throws Exception {
    callUntilAside();
    say(77);
    assertThat(read.poll(10, TimeUnit.SECONDS)).isEqualTo(new Read(new Frame.Ok(77, 0), READER));
  }

  @Test
  void aCallerBesideTheOneThatReadsIsServed() throws Exception {
    callUntilAside();
    BlockingQueue<String> done = new LinkedBlockingQueue<>();
    CountDownLatch reads = new CountDownLatch(1);
    Thread first =
        new Thread(
            () -> {
              reader.readWhile(
                  () -> { // asked by whoever reads
                    reads.countDown();
                    return read.isEmpty();
                  });
              done.add("first");
            });
    first.start();
    assertThat(reads.await(10, TimeUnit.SECONDS)).isTrue();
    reader.readWhile(() -> true); // returns: another thread reads
    say(1);
    assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("first");
    say(2);
    assertThat(read.poll(10, TimeUnit.SECONDS)).isNotNull();
    Read second = read.poll(10, TimeUnit.SECONDS);
    assertThat(second).isEqualTo(new Read(new Frame.Ok(2, 0), READER));
    first.join();
  }

  @Test
  void isRecalledByWhatElseIsAsked() throws Exception {
    callUntilAside();
    reader.recall();
    say(1);
    assertThat(read.poll(10, TimeUnit.SECONDS)).isEqualTo(new Read(new Frame.Ok(1, 0), READER));
    assertThat(call(2).thread()).isEqualTo(READER);
  }

  @Test
  void aCallerThatReadsHearsOfTheEnd() throws Exception {
    callUntilAside();
    there.close();
    reader.readWhile(() -> true);
    assertThat(failures.poll(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void aFrameThatIsTooLongIsAFailureOfTheOneWhoReads() throws Exception {
    callUntilAside();
    broker.write(ByteBuffer.allocate(4).putInt(FRAME_BYTES_MAX + 1).array());
    reader.readWhile(() -> true);
    assertThat(failures.poll(10, TimeUnit.SECONDS))
        .hasMessageContaining("a frame of 1001 bytes; at most 1000");
  }

  @Test
  void endsWhileItStandsAside() throws Exception {
    callUntilAside();
    here.close();
    reader.end();
    reader.readWhile(() -> true); // reads no more
    assertThat(read).isEmpty();
  }
}
