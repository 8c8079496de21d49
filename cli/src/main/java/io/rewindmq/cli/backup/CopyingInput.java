// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.backup;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Writes everything that is read. */
final class CopyingInput extends FilterInputStream {
  private final OutputStream copy;

  CopyingInput(InputStream in, OutputStream copy) {
    super(in);
    this.copy = copy;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    if (one >= 0) {
      copy.write(one);
    }
    return one;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    int count = super.read(into, at, length);
    if (count > 0) {
      copy.write(into, at, count);
    }
    return count;
  }

  /** Skipped bytes are part of the copy. */
  @Override
  public long skip(long count) throws IOException {
    return Math.max(0, read(new byte[Math.clamp(count, 0, 1 << 16)]));
  }
}
