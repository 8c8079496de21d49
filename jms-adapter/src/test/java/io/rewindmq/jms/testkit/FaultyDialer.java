// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.testkit;

import io.rewindmq.jms.transport.Dialer;
import io.rewindmq.jms.transport.Streams;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * TCP that breaks where the test wants: after a number of bytes, in the middle of a frame if need
 * be. Each fault happens once; the next connection is whole. Counts connections and writes.
 */
public final class FaultyDialer implements Dialer {
  private static final long NEVER = Long.MAX_VALUE;

  private final AtomicLong readBytesLeft = new AtomicLong(NEVER);
  private final AtomicLong writeBytesLeft = new AtomicLong(NEVER);
  private final AtomicInteger dials = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();

  /** So many more bytes are read, then the connection breaks. */
  public void cutReadingAfter(long bytes) {
    readBytesLeft.set(bytes);
  }

  /** So many more bytes are written, then the connection breaks. */
  public void cutWritingAfter(long bytes) {
    writeBytesLeft.set(bytes);
  }

  public int dials() {
    return dials.get();
  }

  /** How often bytes were written, whatever their number. */
  public int writes() {
    return writes.get();
  }

  @Override
  public Streams dial(String host, int port, int timeoutMillis) throws IOException {
    dials.incrementAndGet();
    Streams whole = Dialer.tcp().dial(host, port, timeoutMillis);
    InputStream in = new CutInput(whole);
    OutputStream out = new CutOutput(whole);
    return new Streams() {
      @Override
      public InputStream in() {
        return in;
      }

      @Override
      public OutputStream out() {
        return out;
      }

      @Override
      public void close() throws IOException {
        whole.close();
      }
    };
  }

  private final class CutInput extends FilterInputStream {
    private final Streams whole;

    CutInput(Streams whole) {
      super(whole.in());
      this.whole = whole;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int at, int length) throws IOException {
      if (readBytesLeft.get() == 0) {
        throw cut();
      }
      int count = in.read(to, at, length); // may have begun to wait before the fault was asked for
      long left = readBytesLeft.get();
      if (left == NEVER || count < 0) {
        return count;
      }
      if (left == 0) {
        throw cut();
      }
      int passed = (int) Math.min(count, left);
      readBytesLeft.addAndGet(-passed);
      return passed;
    }

    private IOException cut() throws IOException {
      readBytesLeft.set(NEVER);
      whole.close();
      return new IOException("cut while reading, as the test wants it");
    }
  }

  private final class CutOutput extends FilterOutputStream {
    private final Streams whole;

    CutOutput(Streams whole) {
      super(whole.out());
      this.whole = whole;
    }

    @Override
    public void write(byte[] bytes, int at, int length) throws IOException {
      writes.incrementAndGet();
      long left = writeBytesLeft.get();
      if (left >= length) {
        out.write(bytes, at, length);
        if (left != NEVER) {
          writeBytesLeft.addAndGet(-length);
        }
        return;
      }
      out.write(bytes, at, (int) left);
      writeBytesLeft.set(NEVER);
      whole.close();
      throw new IOException("cut while writing, as the test wants it");
    }
  }
}
