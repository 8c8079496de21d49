// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Writes a tar in the POSIX ustar format, which everybody can unpack. Files only; names of at most
 * 100 ASCII letters.
 */
final class TarStream {
  private static final int BLOCK = 512;
  private static final int NAME_MAX = 100;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM_LENGTH = 8;

  private final OutputStream out;
  private long left;
  private int padding;

  TarStream(OutputStream out) {
    this.out = out;
  }

  /**
   * Begins a file.
   *
   * @param bytes so many must follow before the next one
   * @param millis when it was changed, since 1970
   */
  void begin(String name, long bytes, long millis) throws IOException {
    byte[] path = name.getBytes(StandardCharsets.US_ASCII);
    if (path.length > NAME_MAX || left > 0) {
      throw new IllegalArgumentException(name + " is too long, or " + left + " bytes are missing");
    }
    byte[] header = new byte[BLOCK];
    System.arraycopy(path, 0, header, 0, path.length);
    octal(header, 100, 8, 0600);
    octal(header, 108, 8, 0);
    octal(header, 116, 8, 0);
    octal(header, 124, 12, bytes);
    octal(header, 136, 12, millis / 1000);
    header[156] = '0';
    byte[] magic = "ustar\00000".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(magic, 0, header, 257, magic.length);
    Arrays.fill(header, CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_LENGTH, (byte) ' ');
    int sum = 0;
    for (byte one : header) {
      sum += one & 0xFF;
    }
    octal(header, CHECKSUM_AT, CHECKSUM_LENGTH - 1, sum);
    out.write(header);
    left = bytes;
    padding = (int) (-bytes & (BLOCK - 1));
    pad();
  }

  private static void octal(byte[] header, int at, int length, long value) {
    String digits = String.format(Locale.ROOT, "%0" + (length - 1) + "o", value);
    byte[] bytes = digits.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length >= length) {
      throw new IllegalArgumentException(value + " does not fit into a tar");
    }
    System.arraycopy(bytes, 0, header, at, bytes.length);
    header[at + bytes.length] = 0;
  }

  void write(byte[] bytes, int count) throws IOException {
    if (count > left) {
      throw new IllegalArgumentException("more bytes than announced");
    }
    out.write(bytes, 0, count);
    left -= count;
    pad();
  }

  private void pad() throws IOException {
    if (left == 0) {
      out.write(new byte[padding]);
      padding = 0;
    }
  }

  /** Ends the tar; the stream stays open. */
  void end() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.flush();
  }
}
