// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.disk;

import io.rewindmq.platform.thread.AnyThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file of the machine's file system. */
@AnyThread // FileChannel's positional calls
final class RealFile implements DiskFile {
  private static final int ZEROS = 1 << 20;
  private static final int UNKNOWN = -1;

  private final Path path;
  private final FileChannel channel;
  private final @Nullable OpenOption pastTheCache;
  private volatile @Nullable FileChannel direct;
  private volatile int blockBytes = UNKNOWN;

  /**
   * An open file.
   *
   * @param pastTheCache makes a second channel go past the cache; null = none is wanted
   */
  RealFile(Path path, FileChannel channel, @Nullable OpenOption pastTheCache) {
    this.path = path;
    this.channel = channel;
    this.pastTheCache = pastTheCache;
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public void write(ByteBuffer[] buffers, long position) {
    long at = position;
    for (ByteBuffer buffer : buffers) {
      int bytes = buffer.remaining();
      write(channel, buffer, at);
      at += bytes;
    }
  }

  private void write(FileChannel to, ByteBuffer buffer, long position) {
    try {
      for (long at = position; buffer.hasRemaining(); ) {
        at += to.write(buffer, at);
      }
    } catch (IOException e) {
      throw RealDisk.failure("cannot write " + path + " at byte " + position, e);
    }
  }

  @Override
  public int blockBytes() {
    if (blockBytes == UNKNOWN) {
      blockBytes = openDirect();
    }
    return blockBytes;
  }

  /** Not every file system can, nor every JDK; then everything goes through the cache. */
  private int openDirect() {
    OpenOption option = pastTheCache;
    if (option == null) {
      return 0;
    }
    try {
      int bytes = (int) Files.getFileStore(path).getBlockSize();
      FileChannel opened =
          FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, option);
      direct = opened;
      return canRead(opened, bytes) ? bytes : 0;
    } catch (IOException | UnsupportedOperationException e) {
      return 0;
    }
  }

  /** Some file systems open such a channel, and refuse to use it. */
  private static boolean canRead(FileChannel channel, int blockBytes) throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(2 * blockBytes).alignedSlice(blockBytes);
    return channel.read(block.limit(blockBytes), 0) == blockBytes;
  }

  @Override
  public void writeBlocks(ByteBuffer blocks, long position) {
    FileChannel to = Objects.requireNonNull(direct, "blockBytes() said that blocks are taken");
    write(to, blocks, position);
  }

  @Override
  public int read(ByteBuffer into, long position) {
    try {
      int read = 0;
      while (into.hasRemaining()) {
        int count = channel.read(into, position + read);
        if (count < 0) {
          break;
        }
        read += count;
      }
      return read;
    } catch (IOException e) {
      throw RealDisk.failure("cannot read " + path + " at byte " + position, e);
    }
  }

  @Override
  public void force() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw RealDisk.failure("cannot force " + path, e);
    }
  }

  @Override
  public long size() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw RealDisk.failure("cannot ask for the size of " + path, e);
    }
  }

  @Override
  public void preallocate(long bytes) {
    ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS);
    try {
      for (long at = channel.size(); at < bytes; ) {
        zeros.clear().limit((int) Math.min(ZEROS, bytes - at));
        at += channel.write(zeros, at);
      }
      channel.force(true);
    } catch (IOException e) {
      throw RealDisk.failure("cannot reserve " + bytes + " bytes for " + path, e);
    }
  }

  @Override
  public void truncate(long bytes) {
    try {
      channel.truncate(bytes);
    } catch (IOException e) {
      throw RealDisk.failure("cannot truncate " + path, e);
    }
  }

  @Override
  public void close() {
    FileChannel second = direct;
    try (second) {
      channel.close();
    } catch (IOException e) {
      throw RealDisk.failure("cannot close " + path, e);
    }
  }
}
