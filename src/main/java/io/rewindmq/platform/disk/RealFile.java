// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.disk;

import io.rewindmq.platform.thread.AnyThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file of the machine's file system. */
@AnyThread // FileChannel's positional calls
final class RealFile implements DiskFile {
  private static final int ZEROS = 1 << 20;

  private final Path path;
  private final FileChannel channel;

  RealFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public void write(ByteBuffer[] buffers, long position) {
    try {
      long at = position;
      for (ByteBuffer buffer : buffers) {
        while (buffer.hasRemaining()) {
          at += channel.write(buffer, at);
        }
      }
    } catch (IOException e) {
      throw RealDisk.failure("cannot write " + path + " at byte " + position, e);
    }
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
    try {
      channel.close();
    } catch (IOException e) {
      throw RealDisk.failure("cannot close " + path, e);
    }
  }
}
