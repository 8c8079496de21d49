// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.disk.Disk;
import java.util.List;

/**
 * The positions of one segment.
 *
 * @param base inclusive
 * @param end exclusive
 */
public record SegmentRange(long base, long end) {
  /**
   * A segment by its file's name.
   *
   * @param name in the journal's folder
   * @param base position of its first byte
   */
  public record InFile(String name, long base) {
    /** Where in the file the byte of a position is. */
    public long fileOffset(long position) {
      return SegmentHeader.BYTES + position - base;
    }
  }

  /** The files in a folder, the oldest first; also segments that are freed and not yet renamed. */
  public static List<InFile> filesIn(Disk disk, String directory) {
    return disk.list(directory).stream()
        .filter(SegmentFiles::isSegment)
        .map(name -> new InFile(name, SegmentFiles.baseOf(name)))
        .toList();
  }
}
