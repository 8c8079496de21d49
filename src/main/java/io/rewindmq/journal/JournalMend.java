// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One change that brings a damaged journal nearer to a sound one. The owner has saved the file
 * before. Forced when it is done; names are to be synced by the owner.
 */
public sealed interface JournalMend {
  /** The file that changes or goes. */
  String file();

  /** What is done, for people. */
  String text();

  /** Whether the file is gone afterwards, or replaced as a whole. */
  boolean removes();

  /** Bytes that it adds to the folder. */
  default long bytes() {
    return 0;
  }

  /**
   * Does it.
   *
   * @param saved name of the copy of {@link #file}
   * @param nothing an entry without effect
   */
  void apply(Disk disk, String saved, FillerEntry nothing);

  /**
   * An entry that changes nothing when it is applied.
   *
   * @param payload at most 58 bytes, so that it fits the smallest batch
   */
  record FillerEntry(byte kind, byte version, ByteBuffer payload) {
    int bytes() {
      return Journal.ENTRY_HEADER_BYTES + payload.remaining();
    }
  }

  /** A header that is known from the name and the neighbours. */
  record Header(String file, long base, int capacity) implements JournalMend {
    @Override
    public String text() {
      return "write the header again; name and size tell what was in it";
    }

    @Override
    public boolean removes() {
      return false;
    }

    @Override
    public void apply(Disk disk, String saved, FillerEntry nothing) {
      try (DiskFile opened = disk.open(file)) {
        opened.write(new SegmentHeader(base, capacity).encode(), 0);
        opened.force();
      }
    }
  }

  /** A file that is not the segment of its name. */
  record Rename(String file, String to) implements JournalMend {
    @Override
    public String text() {
      return "give it the name that its header says, " + to;
    }

    @Override
    public boolean removes() {
      return true;
    }

    @Override
    public void apply(Disk disk, String saved, FillerEntry nothing) {
      ByteBuffer chunk = ByteBuffer.allocate(1 << 20);
      try (DiskFile from = disk.open(saved);
          DiskFile into = disk.open(to)) {
        for (long at = 0; at < from.size(); at += chunk.limit()) {
          from.read(chunk.clear(), at);
          into.write(chunk.flip().slice(), at);
        }
        into.force();
      }
    }
  }

  /** A file that holds nothing that could be used. */
  record Remove(String file) implements JournalMend {
    @Override
    public String text() {
      return "take it away: nothing in it can be used";
    }

    @Override
    public boolean removes() {
      return true;
    }

    @Override
    public void apply(Disk disk, String saved, FillerEntry nothing) {
      // it is gone already
    }
  }

  /** A file that has become too short. */
  record Size(String file, long bytes) implements JournalMend {
    @Override
    public String text() {
      return "fill it with zeros to " + bytes + " bytes";
    }

    @Override
    public boolean removes() {
      return false;
    }

    @Override
    public void apply(Disk disk, String saved, FillerEntry nothing) {
      try (DiskFile opened = disk.open(file)) {
        opened.preallocate(bytes);
      }
    }
  }

  /** A segment that is not there. */
  record Create(String file, long base, int capacity) implements JournalMend {
    @Override
    public String text() {
      return "make an empty segment in its place";
    }

    @Override
    public long bytes() {
      return (long) SegmentHeader.BYTES + capacity;
    }

    @Override
    public boolean removes() {
      return false;
    }

    @Override
    public void apply(Disk disk, String saved, FillerEntry nothing) {
      try (DiskFile opened = disk.open(file)) {
        opened.preallocate((long) SegmentHeader.BYTES + capacity);
        opened.write(new SegmentHeader(base, capacity).encode(), 0);
        opened.force();
      }
    }
  }

  /**
   * A single flipped bit that the checksum tells.
   *
   * @param at byte of the file
   * @param value that it had
   */
  record Correct(String file, long at, byte value) implements JournalMend {
    @Override
    public String text() {
      return "correct the one bit that is wrong in byte " + at + "; nothing is lost";
    }

    @Override
    public boolean removes() {
      return false;
    }

    @Override
    public void apply(Disk disk, String saved, FillerEntry nothing) {
      try (DiskFile opened = disk.open(file)) {
        opened.write(ByteBuffer.wrap(new byte[] {value}), at);
        opened.force();
      }
    }
  }

  /**
   * Batches without effect in place of damaged ones, so that those behind them follow again.
   *
   * @param segmentBase first position of the segment
   * @param position of the first one
   * @param bytes of all; a multiple of 64, at least 128
   * @param previousEnd what the first one follows
   */
  record Fill(
      String file, long segmentBase, long position, long bytes, long previousEnd, long epoch)
      implements JournalMend {
    private static final int BATCH_BYTES_MAX = 1 << 20;

    @Override
    public String text() {
      return "put batches without effect over the "
          + bytes
          + " bytes at byte "
          + (SegmentHeader.BYTES + position - segmentBase)
          + ", so that what follows can be read";
    }

    @Override
    public boolean removes() {
      return false;
    }

    @Override
    public void apply(Disk disk, String saved, FillerEntry nothing) {
      try (DiskFile opened = disk.open(file)) {
        long at = position;
        long before = previousEnd;
        for (long left = bytes; left > 0; left = position + bytes - at) {
          int size = (int) Math.min(left, BATCH_BYTES_MAX);
          size -= left - size == BatchHeader.ALIGNMENT ? BatchHeader.ALIGNMENT : 0;
          ByteBuffer batch = batch(at, before, size, nothing);
          opened.write(batch, SegmentHeader.BYTES + at - segmentBase);
          at += size;
          before = at;
        }
        opened.force();
      }
    }

    private ByteBuffer batch(long at, long before, int size, FillerEntry nothing) {
      ByteBuffer batch = ByteBuffer.allocate(size);
      int count = (size - BatchHeader.BYTES) / nothing.bytes();
      batch.position(BatchHeader.BYTES);
      for (int i = 0; i < count; i++) {
        batch.putInt(nothing.bytes() - 4).put(nothing.kind()).put(nothing.version());
        batch.put(nothing.payload().duplicate());
      }
      BatchHeader header = new BatchHeader(epoch, at, before, 0, count * nothing.bytes(), count);
      header.seal(batch, new CRC32C());
      return batch.clear();
    }
  }
}
