// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.fault;

/** Stored bytes are not what was written. Names the file and the place; nothing is skipped. */
public final class CorruptDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long position;

  /**
   * Names the damage.
   *
   * @param file the damaged file
   * @param position byte in the file where the damaged structure begins
   */
  public CorruptDataException(String file, long position, String message) {
    super(file + " is damaged at byte " + position + ": " + message);
    this.file = file;
    this.position = position;
  }

  public String file() {
    return file;
  }

  public long position() {
    return position;
  }
}
