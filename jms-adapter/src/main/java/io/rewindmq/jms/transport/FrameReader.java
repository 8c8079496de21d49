// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.transport;

import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import io.rewindmq.protocol.ProtocolException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Reads a wire's frames, one thread at a time.
 *
 * <p>As a rule that is a thread of its own. Where callers do nothing but send and wait for the
 * answer, again and again, it stands aside, and each caller reads its answer itself: a change of
 * threads less for each message. It comes back as soon as anything else is written ({@link
 * #recall}), or when no caller has read for a moment. What nobody has asked for waits no longer
 * than that.
 */
final class FrameReader {
  /** Takes what was read, on the thread that read it. */
  interface Sink {
    void frame(Frame frame);

    /** Nothing can be read any more. May come more than once. */
    void failed(IOException cause);
  }

  /** So many callers in a row must have waited for an answer and done nothing else. */
  static final int LONE_WAITS = 16;

  private static final long ASIDE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int BUFFER_BYTES = 128 << 10;

  /** How TLS says that it was not spoken to in TLS: kind and major version of its record. */
  private static final int TLS_ALERT = 0x1503;

  private final DataInputStream in;
  private final Sink sink;
  private final Thread thread;
  private final ReentrantLock reading = new ReentrantLock();
  private final AtomicInteger loneWaits = new AtomicInteger();
  private volatile int frameBytesMax;
  private final AtomicInteger ownReads = new AtomicInteger();
  private volatile boolean ended;
  private volatile long lastReadNanos = System.nanoTime();

  /** Reads nothing before {@link #start}. */
  FrameReader(InputStream in, String threadName, int frameBytesMax, Sink sink) {
    this.in = new DataInputStream(new BufferedInputStream(in, BUFFER_BYTES));
    this.sink = sink;
    this.frameBytesMax = frameBytesMax;
    this.thread = new Thread(this::readAll, threadName);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Longer frames break the wire. Without their length field. */
  void limitFrames(int bytes) {
    frameBytesMax = bytes;
  }

  /** Nanoseconds since the last frame. */
  long silenceNanos() {
    return System.nanoTime() - lastReadNanos;
  }

  /** An answer is expected that no caller will read: the reader's own thread has to. */
  void recall() {
    if (loneWaits.get() != 0) {
      loneWaits.set(0);
      LockSupport.unpark(thread);
    }
  }

  /**
   * A caller waits for an answer, and nothing else is expected meanwhile. Reads for it when it may;
   * returns at once when the reader's own thread does.
   *
   * @param isOpen whether the answer has not come yet; asked after each frame
   */
  void readWhile(BooleanSupplier isOpen) {
    if (isVirtual()) {
      recall(); // the socket of a virtual thread that is interrupted while it reads is closed
    } else if (loneWaits.get() < LONE_WAITS) {
      loneWaits.incrementAndGet();
    } else if (reading.tryLock()) {
      try {
        while (isOpen.getAsBoolean() && !ended) {
          readFrame();
        }
        ownReads.incrementAndGet();
      } finally {
        reading.unlock();
      }
    } else {
      recall();
    }
  }

  /** Java 17 does not know virtual threads; in later ones this is what tells them. */
  private static boolean isVirtual() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    return group != null && group.getName().equals("VirtualThreads");
  }

  private void readAll() {
    while (!ended) {
      standAside();
      reading.lock();
      try {
        readFrame();
      } finally {
        reading.unlock();
      }
    }
  }

  private void standAside() {
    while (loneWaits.get() >= LONE_WAITS && !ended) {
      int seen = ownReads.get();
      LockSupport.parkNanos(this, ASIDE_NANOS);
      if (ownReads.get() == seen && !reading.isLocked()) {
        loneWaits.set(0); // nobody calls any more
      }
    }
  }

  private void readFrame() {
    try {
      int length = in.readInt();
      if (length >>> 16 == TLS_ALERT) {
        throw new IOException("the broker speaks TLS at this port; use rewinds://");
      }
      if (length < 4 || length > frameBytesMax) {
        throw new IOException(
            "the broker sent a frame of "
                + length
                + " bytes; at most "
                + frameBytesMax
                + " were agreed");
      }
      byte[] frame = new byte[length];
      in.readFully(frame);
      lastReadNanos = System.nanoTime();
      sink.frame(FrameCodec.decode(ByteBuffer.wrap(frame)));
    } catch (IOException e) {
      fail(e);
    } catch (ProtocolException e) {
      fail(new IOException("the broker broke the protocol: " + e.getMessage(), e));
    } catch (RuntimeException e) {
      fail(new IOException("a frame could not be handled: " + e, e));
    }
  }

  private void fail(IOException cause) {
    end();
    sink.failed(cause);
  }

  /** Reads no more once the streams are closed. */
  void end() {
    ended = true;
    LockSupport.unpark(thread);
  }
}
