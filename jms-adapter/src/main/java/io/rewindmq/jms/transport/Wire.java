// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.transport;

import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import io.rewindmq.protocol.ProtocolException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One connection to a broker. A reader thread brings frames; writers append to a buffer, and
 * whoever flushes writes for all that came meanwhile.
 *
 * <p>{@link #append} and {@link #flush} may be called by any thread. A failed write breaks the wire
 * once; what is appended afterwards is thrown away.
 */
public final class Wire {
  private static final int READ_BUFFER_BYTES = 128 << 10;

  /** Appenders wait above this. */
  private static final int WAITING_BYTES_MAX = 8 << 20;

  private final Streams streams;
  private final OutputStream out;
  private final WireListener listener;
  private final AtomicBoolean broken = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition drained = lock.newCondition();
  private volatile int frameBytesMax;
  private volatile long lastReadNanos = System.nanoTime();
  private final OutgoingFrames outgoing = new OutgoingFrames();
  private final WorkerThread writer;
  private boolean writing;
  private boolean flushPlanned;

  private Wire(Streams streams, String peer, int frameBytesMax, WireListener listener) {
    this.streams = streams;
    this.out = streams.out();
    this.listener = listener;
    this.frameBytesMax = frameBytesMax;
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
    Thread reader = new Thread(wire::readLoop, "rewindmq-reader-" + peer);
    reader.setDaemon(true);
    reader.start();
    return wire;
  }

  private void readLoop() {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(streams.in(), READ_BUFFER_BYTES))) {
      while (true) {
        int length = in.readInt();
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
        listener.frame(this, FrameCodec.decode(ByteBuffer.wrap(frame)));
      }
    } catch (IOException e) {
      breakOff(e);
    } catch (ProtocolException e) {
      breakOff(new IOException("the broker broke the protocol: " + e.getMessage(), e));
    } catch (RuntimeException e) {
      breakOff(new IOException("a frame could not be handled: " + e, e));
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
      flush();
    } else {
      writer.execute(this::flush);
    }
  }

  /** Writes what was appended, unless another thread is writing: then that one writes it too. */
  public void flush() {
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
    return System.nanoTime() - lastReadNanos;
  }

  /** Ends the wire because of a fault; the listener hears of it. */
  public void breakOff(IOException cause) {
    if (broken.compareAndSet(false, true)) {
      closeStreams();
      listener.lost(this, cause);
    }
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
      lastReadNanos = 0; // nothing to do: the streams are of no use any more
    }
  }
}
