// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.copy;

import io.rewindmq.journal.Journal;
import io.rewindmq.journal.SegmentRange;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.thread.AnyThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Journal and partition logs as they were at one moment: what a start would have found if the power
 * had failed then. Everything confirmed before is in it.
 *
 * <p>The moment is a task of {@code HOUSEKEEPER}, which alone deletes, recycles and appends to
 * files of logs, and recycles segments of the journal. Meanwhile nothing but the journal's end
 * moves, and of the journal only what is durable counts. Each file gets a second name (a hard
 * link), so that its bytes stay whatever the broker does to the first; only a freed segment of the
 * journal would be written over, so none is used again until {@link #close}. Nothing waits for the
 * copy; it costs the disk space of what is deleted meanwhile.
 */
@AnyThread // taken on HOUSEKEEPER, then read by one thread
public final class FolderCopy implements AutoCloseable {
  /** Folder of the second names; what a crash leaves of it is deleted at the next start. */
  public static final String FOLDER = "copy";

  private static final String JOURNAL = "journal";
  private static final String LOG = "log";
  private static final int CHUNK_BYTES = 1 << 18;

  private final Disk disk;
  private final Journal journal;
  private final long journalEnd;
  private final List<CopiedFile> files = new ArrayList<>();

  private FolderCopy(Disk disk, Journal journal) {
    this.disk = disk;
    this.journal = journal;
    this.journalEnd = journal.durablePosition();
  }

  /**
   * Takes one. On {@code HOUSEKEEPER}, one at a time.
   *
   * @throws DiskFailedException files can't be linked; nothing is left of the attempt
   */
  public static FolderCopy take(Disk disk, Journal journal) {
    journal.keepFreedFiles(true);
    FolderCopy copy = new FolderCopy(disk, journal);
    boolean isDone = false;
    try {
      copy.linkJournal();
      copy.linkLogs();
      isDone = true;
      return copy;
    } finally {
      if (!isDone) {
        copy.close();
      }
    }
  }

  private void linkJournal() {
    for (SegmentRange.InFile segment : SegmentRange.filesIn(disk, JOURNAL)) {
      if (segment.base() < journalEnd) {
        String name = JOURNAL + "/" + segment.name();
        long bytes = link(name);
        long copied = Math.min(bytes, segment.fileOffset(journalEnd));
        files.add(new CopiedFile(name, linkOf(name), copied, bytes));
      }
    }
  }

  private void linkLogs() {
    for (String destination : disk.list(LOG)) {
      for (String partition : disk.list(LOG + "/" + destination)) {
        String folder = LOG + "/" + destination + "/" + partition;
        for (String file : disk.list(folder)) {
          String name = folder + "/" + file;
          long bytes = link(name);
          files.add(new CopiedFile(name, linkOf(name), bytes, bytes));
        }
      }
    }
  }

  private long link(String name) {
    return disk.link(name, linkOf(name));
  }

  private static String linkOf(String name) {
    return FOLDER + "/" + name;
  }

  /** Size of another file in the data folder, which nobody changes. */
  public long bytesOf(String name) {
    try (DiskFile file = disk.open(name)) {
      return file.size();
    }
  }

  /** Exclusive: so far the journal goes. */
  public long journalEnd() {
    return journalEnd;
  }

  public List<CopiedFile> files() {
    return List.copyOf(files);
  }

  /**
   * Reads one of the files.
   *
   * @throws DiskFailedException it can't be read
   */
  public void read(CopiedFile file, ByteSink sink) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    try (DiskFile from = disk.open(file.link())) {
      for (long at = 0; at < file.copiedBytes(); at += chunk.limit()) {
        chunk.clear().limit((int) Math.min(CHUNK_BYTES, file.copiedBytes() - at));
        int wanted = chunk.limit();
        if (from.read(chunk, at) < wanted) {
          throw new DiskFailedException(disk.describe(file.name()) + " has become shorter");
        }
        sink.write(chunk.array(), wanted);
      }
    }
    byte[] zeros = new byte[CHUNK_BYTES];
    for (long left = file.bytes() - file.copiedBytes(); left > 0; left -= CHUNK_BYTES) {
      sink.write(zeros, (int) Math.min(CHUNK_BYTES, left));
    }
  }

  /** Gives the second names up. Idempotent. */
  @Override
  public void close() {
    try {
      disk.deleteDirectory(FOLDER);
    } finally {
      journal.keepFreedFiles(false);
    }
  }
}
