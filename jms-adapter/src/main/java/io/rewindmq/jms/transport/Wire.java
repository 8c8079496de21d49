// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.transport;

import io.rewindmq.protocol.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a broker. A {@link FrameReader} brings frames; writers append to a buffer, and
 * whoever flushes writes for all that came meanwhile.
 *
 * <p>{@link #append} and {@link #flush} may be called by any thread. A failed write breaks the wire
 * once; what is appended afterwards is thrown away.
 */
public final class Wire {
  /** Appenders wait above this. */
  private static final int WAITING_BYTES_MAX = 8 << 20;

  private final Streams streams;
  private final OutputStream out;
  private final WireListener listener;
  private final AtomicBoolean broken = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition drained = lock.newCondition();
  private final FrameReader reader;
  private final OutgoingFrames outgoing = new OutgoingFrames();
  private final WorkerThread writer;
  private int frameBytesMax;
  private volatile @Nullable IOException fault;
  private boolean writing;
  private boolean flushPlanned;

  private Wire(Streams streams, String peer, int frameBytesMax, WireListener listener) {
    this.streams = streams;
    this.out = streams.out();
    this.listener = listener;
    this.frameBytesMax = frameBytesMax;
    this.reader =
        new FrameReader(streams.in(), "rewindmq-reader-" + peer, frameBytesMax, new Incoming());
    this.writer = new WorkerThread("rewindmq-writer-" + peer);
  }

  /**
   * Starts the reader thread.
   *
   * @param streams are the wire's from now on
   * @param peer what the reader thread is called after
   * @param frameBytesMax longest frame that is read, without its length field
   */
  public static Wire over(Streams streams, String peer, int frameBytesMax, WireListener listener) {
    Wire wire = new Wire(streams, peer, frameBytesMax, listener);
    wire.reader.start();
    return wire;
  }

  /** What the reader tells. */
  private final class Incoming implements FrameReader.Sink {
    @Override
    public void frame(Frame frame) {
      listener.frame(Wire.this, frame);
    }

    @Override
    public void failed(IOException cause) {
      breakOff(cause);
    }
  }

  /**
   * Both sides have agreed on this.
   *
   * @param bytes longest frame of either direction, without its length field
   */
  public void agree(int bytes) {
    lock.lock();
    try {
      frameBytesMax = Math.min(frameBytesMax, bytes);
      outgoing.limitFrames(frameBytesMax);
      reader.limitFrames(frameBytesMax);
    } finally {
      lock.unlock();
    }
  }

  /** Appends a frame. Does not write; {@link #flush} does. */
  public void append(Frame frame) {
    lock.lock();
    try {
      if (!broken.get()) {
        outgoing.append(frame);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Appends a message. Does not write. Messages that follow each other share a SEND. */
  public void appendSend(int channel, int handle, long transaction, long sequence, byte[] element) {
    lock.lock();
    try {
      if (!broken.get()) {
        outgoing.appendSend(channel, handle, transaction, sequence, element);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Appends a part of a large message. Does not write. */
  public void appendPart(
      int channel, int handle, long transaction, long sequence, ByteBuffer element) {
    lock.lock();
    try {
      if (!broken.get()) {
        outgoing.appendPart(channel, handle, transaction, sequence, element);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Has the writer thread flush. Waits only while far too much is appended already. */
  public void flushSoon() {
    reader.recall();
    boolean isFull;
    lock.lock();
    try {
      isFull = outgoing.bytes() > WAITING_BYTES_MAX;
      if (!isFull && (writing || flushPlanned)) {
        return; // whoever writes, or is about to, takes this along
      }
      flushPlanned = true;
    } finally {
      lock.unlock();
    }
    if (isFull) {
      write();
    } else {
      writer.execute(this::write);
    }
  }

  /** Writes what was appended, unless another thread is writing: then that one writes it too. */
  public void flush() {
    reader.recall();
    write();
  }

  /**
   * The same for a caller that does nothing but wait for one answer. It may read frames itself, and
   * so hand them to the listener.
   *
   * @param isOpen whether the answer has not come yet
   * @param nothingElse whether the broker has no reason to send anything else
   */
  public void flushAndRead(BooleanSupplier isOpen, boolean nothingElse) {
    if (nothingElse) {
      write();
      reader.readWhile(isOpen);
    } else {
      flush();
    }
  }

  private void write() {
    lock.lock();
    try {
      flushPlanned = false;
      if (writing) {
        while (writing && outgoing.bytes() > WAITING_BYTES_MAX && !broken.get()) {
          drained.awaitUninterruptibly();
        }
        return;
      }
      writing = true;
      try {
        writeAll();
      } finally {
        writing = false;
        drained.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void writeAll() {
    while (outgoing.bytes() > 0 && !broken.get()) {
      ByteBuffer full = outgoing.take();
      lock.unlock();
      try {
        out.write(full.array(), full.arrayOffset(), full.remaining());
      } catch (IOException e) {
        breakOff(e);
      } finally {
        lock.lock();
        outgoing.giveBack(full);
        drained.signalAll();
      }
    }
  }

  /** Nanoseconds since the broker was last heard. */
  public long silenceNanos() {
    return reader.silenceNanos();
  }

  /** Ends the wire because of a fault; the listener hears of it. */
  public void breakOff(IOException cause) {
    if (broken.compareAndSet(false, true)) {
      fault = cause;
      closeStreams();
      listener.lost(this, cause);
    }
  }

  /** What has ended the wire; null = nothing yet, or {@link #close}. */
  public @Nullable IOException fault() {
    return fault;
  }

  /** Ends the wire; the listener is not told. */
  public void close() {
    broken.set(true);
    closeStreams();
  }

  private void closeStreams() {
    writer.close();
    try {
      streams.close();
    } catch (IOException alreadyGone) {
      broken.set(true); // nothing to do: the streams are of no use any more
    }
    reader.end();
  }
}
