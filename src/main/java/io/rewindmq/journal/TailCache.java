// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The journal's end in memory: chunks of direct memory, oldest first. Batches are built in them, so
 * that a message is copied once.
 *
 * <p>Bounded by {@link JournalOptions#tailCacheBytes}; only chunks that are completely written are
 * given up, so the bound may be passed by what waits for the disk.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class TailCache {
  private static final int POOLED_MAX = 8;
  private static final byte[] ZEROS = new byte[BatchHeader.ALIGNMENT];

  /** Contiguous positions in one buffer. */
  private static final class Chunk {
    final long base;
    final ByteBuffer buffer;
    int used;

    Chunk(long base, ByteBuffer buffer) {
      this.base = base;
      this.buffer = buffer;
    }

    long end() {
      return base + used;
    }
  }

  private final long bytesMax;
  private final int chunkBytes;
  private final List<Chunk> chunks = new ArrayList<>();
  private final Deque<ByteBuffer> pool = new ArrayDeque<>();
  private long bytes;

  TailCache(long bytesMax, int chunkBytes) {
    this.bytesMax = bytesMax;
    this.chunkBytes = chunkBytes;
  }

  /** Bytes of memory held by chunks. */
  long bytes() {
    return bytes;
  }

  /** Bytes that can be added at {@code position} without a new chunk. */
  int room(long position) {
    if (chunks.isEmpty()) {
      return 0;
    }
    Chunk last = chunks.getLast();
    return last.end() == position ? last.buffer.capacity() - last.used : 0;
  }

  /** Makes a new last chunk beginning at a position, for at least so many bytes. */
  void open(long position, int bytesMin, long writtenPosition) {
    evict(writtenPosition);
    ByteBuffer buffer = bytesMin <= chunkBytes ? pool.poll() : null;
    if (buffer == null) {
      buffer = ByteBuffer.allocateDirect(Math.max(chunkBytes, bytesMin));
    }
    chunks.add(new Chunk(position, buffer.clear()));
    bytes += buffer.capacity();
  }

  /** Takes the next bytes of the last chunk; the slice is writable. */
  ByteBuffer take(int count) {
    Chunk last = chunks.getLast();
    ByteBuffer slice = last.buffer.slice(last.used, count);
    last.used += count;
    return slice;
  }

  /** Takes bytes of the last chunk and sets them to zero, fewer than a batch is aligned to. */
  void pad(int count) {
    take(count).put(ZEROS, 0, count);
  }

  /** The newest bytes of the last chunk, writable. */
  ByteBuffer last(int count) {
    Chunk last = chunks.getLast();
    return last.buffer.slice(last.used - count, count);
  }

  /** Bytes in memory, or null. Read-only; valid until the next {@link #open}. */
  @Nullable ByteBuffer read(long position, int count) {
    int low = 0;
    int high = chunks.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Chunk chunk = chunks.get(middle);
      if (position < chunk.base) {
        high = middle - 1;
      } else if (position >= chunk.end()) {
        low = middle + 1;
      } else if (position + count > chunk.end()) {
        return null;
      } else {
        return chunk.buffer.slice((int) (position - chunk.base), count).asReadOnlyBuffer();
      }
    }
    return null;
  }

  private void evict(long writtenPosition) {
    int gone = 0;
    while (bytes > bytesMax - chunkBytes
        && gone < chunks.size()
        && chunks.get(gone).end() <= writtenPosition) {
      ByteBuffer buffer = chunks.get(gone).buffer;
      bytes -= buffer.capacity();
      if (buffer.capacity() == chunkBytes && pool.size() < POOLED_MAX) {
        pool.add(buffer);
      }
      gone++;
    }
    chunks.subList(0, gone).clear();
  }
}
