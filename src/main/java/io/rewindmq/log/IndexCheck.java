// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Compares an index file with the records of its segment, which are given in order. */
@AnyThread // confined to the check
final class IndexCheck {
  private static final int ROW_BYTES = IndexFile.ENTRY_BYTES;

  private final String name;
  private final long baseOffset;
  private final @Nullable ByteBuffer bytes;
  private int at = ROW_BYTES;
  private long millis = Long.MIN_VALUE;
  private int wrongAt = -1;
  private boolean isJudged = true;

  private IndexCheck(String name, long baseOffset, @Nullable ByteBuffer bytes) {
    this.name = name;
    this.baseOffset = baseOffset;
    this.bytes = bytes;
    if (bytes != null && !IndexFile.isHeader(bytes, baseOffset)) {
      wrongAt = 0;
    }
  }

  /** Reads the file, if there is one. */
  static IndexCheck of(Disk disk, String name, long baseOffset) {
    if (!disk.exists(name)) {
      return new IndexCheck(name, baseOffset, null);
    }
    try (DiskFile file = disk.open(name)) {
      ByteBuffer in = ByteBuffer.allocate((int) Math.min(file.size(), 1 << 30));
      file.read(in, 0);
      return new IndexCheck(name, baseOffset, in.flip());
    }
  }

  /** The next whole record of the segment. */
  void record(long position, RunRecord record) {
    ByteBuffer in = bytes;
    if (in == null || !isJudged || wrongAt >= 0 || record.isEndMark()) {
      return;
    }
    while (isRow(in) && wrongAt < 0 && Integer.toUnsignedLong(in.getInt(at + 16)) <= position) {
      boolean isTrue =
          in.getInt(at + 16) == position
              && in.getLong(at) == record.baseOffset()
              && in.getLong(at + 8) == millis;
      wrongAt = isTrue ? -1 : at;
      at += ROW_BYTES;
    }
    millis = Math.max(millis, record.appendTimeMillis());
  }

  /** Records are missing here: which rows are true can't be said any more. */
  void damaged() {
    isJudged = false;
  }

  private boolean isRow(ByteBuffer in) {
    return in.limit() - at >= ROW_BYTES && IndexFile.isIntact(in, at);
  }

  /**
   * What is wrong, once all records were given; null = nothing.
   *
   * @param isWhole whether all records were there; else the rows behind the last one are not judged
   */
  @Nullable LogFault fault(boolean isWhole) {
    ByteBuffer in = bytes;
    if (in == null) {
      return null;
    }
    if (wrongAt < 0 && at < in.limit() && isWhole && isJudged && isRow(in)) {
      wrongAt = at;
    }
    while (wrongAt < 0 && isRow(in)) {
      at += ROW_BYTES;
    }
    if (wrongAt < 0 && at < in.limit()) {
      boolean isCut = isZero(in, at) || in.limit() - at < ROW_BYTES;
      return fault(isCut ? LogFault.Kind.INDEX_END : LogFault.Kind.INDEX, at);
    }
    boolean isUnwritten = wrongAt == 0 && isZero(in, 0); // empty, too
    return wrongAt < 0
        ? null
        : fault(isUnwritten ? LogFault.Kind.INDEX_END : LogFault.Kind.INDEX, wrongAt);
  }

  private static boolean isZero(ByteBuffer in, int from) {
    for (int i = from; i < in.limit(); i++) {
      if (in.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private LogFault fault(LogFault.Kind kind, int position) {
    return new LogFault(
        kind,
        name,
        position,
        position == 0 ? "the header of an index" : "a row that names a run of the segment",
        "other bytes",
        baseOffset,
        baseOffset);
  }
}
