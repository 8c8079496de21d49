// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

/**
 * One thing that {@link JournalCheck} found wrong or worth knowing.
 *
 * @param file relative to the disk
 * @param fileOffset byte where the structure begins
 * @param position where that is in the journal
 */
public record JournalFault(
    Kind kind, String file, long fileOffset, long position, String expected, String found) {
  /** What is wrong. */
  public enum Kind {
    /** A segment's header. */
    HEADER,
    /** A segment has another one's name, or is there twice. */
    NAME,
    /** A segment has not the size it was given when it was prepared. */
    SIZE,
    /** A segment between others is not there. */
    MISSING,
    /** Batches that had reached the device are not valid any more. */
    BATCH,
    /** The same, but one bit only, and it is known which. */
    BIT,
    /** An incomplete end, as a crash leaves it. */
    TORN,
    /** A file that the next start deletes. */
    LEFTOVER,
    /** Not a file of the journal. */
    UNKNOWN
  }

  /** Whether that is more than worth knowing. */
  public boolean isDamage() {
    return switch (kind) {
      case HEADER, NAME, SIZE, MISSING, BATCH, BIT -> true;
      case TORN, LEFTOVER, UNKNOWN -> false;
    };
  }
}
