// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

/**
 * One thing that {@link LogCheck} found wrong or worth knowing.
 *
 * @param file relative to the disk
 * @param fileOffset byte where the structure begins
 * @param lostFrom the first offset that may be lost by it
 * @param lostEnd exclusive; {@code lostFrom} if nothing is lost
 */
public record LogFault(
    Kind kind,
    String file,
    long fileOffset,
    String expected,
    String found,
    long lostFrom,
    long lostEnd) {
  /** What is wrong. */
  public enum Kind {
    /** A segment's header. */
    HEADER,
    /** A segment has the name, or lies in the folder, of another one. */
    NAME,
    /** A segment between others is not there. */
    MISSING,
    /** A segment is shorter or longer than the next one says. */
    SIZE,
    /** The head of a run. */
    RECORD,
    /** The messages of a run. */
    MESSAGES,
    /** The log does not reach the end that the journal knows. */
    END,
    /** An index; it is built again from the segment. */
    INDEX,
    /** The last rows of an index did not reach the device. */
    INDEX_END,
    /** Above the end that the journal knows: the next start cuts it off. */
    ABOVE_END,
    /** A file that the next start deletes. */
    LEFTOVER
  }

  /** Whether that is more than worth knowing. */
  public boolean isDamage() {
    return switch (kind) {
      case HEADER, NAME, MISSING, SIZE, RECORD, MESSAGES, END, INDEX -> true;
      case INDEX_END, ABOVE_END, LEFTOVER -> false;
    };
  }

  /** Whether the segments themselves are not as they should be. */
  public boolean isOfMessages() {
    return isDamage() && kind != Kind.INDEX;
  }
}
