// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.fault.DiskFullException;
import java.nio.ByteBuffer;
import java.util.List;

/** A disk that holds so many bytes, which can be changed while it is used. */
public final class TightDisk implements Disk {
  private final Disk disk;
  private long capacity;
  private long used;

  /** An empty one. */
  public TightDisk(Disk disk, long capacity) {
    this.disk = disk;
    this.capacity = capacity;
  }

  /** Makes it larger or smaller; what is on it stays. */
  public synchronized void setCapacity(long bytes) {
    capacity = bytes;
  }

  public synchronized long used() {
    return used;
  }

  private synchronized void grow(long bytes) {
    if (bytes > 0 && used + bytes > capacity) {
      throw new DiskFullException(used + " of " + capacity + " bytes are used");
    }
    used += bytes;
  }

  private long bytesOf(String name) {
    if (!disk.exists(name)) {
      return 0;
    }
    try (DiskFile file = disk.open(name)) {
      return file.size();
    }
  }

  @Override
  public DiskFile open(String name) {
    return new TightFile(disk.open(name));
  }

  @Override
  public boolean exists(String name) {
    return disk.exists(name);
  }

  @Override
  public List<String> list(String directory) {
    return disk.list(directory);
  }

  @Override
  public void delete(String name) {
    grow(-bytesOf(name));
    disk.delete(name);
  }

  @Override
  public void deleteDirectory(String directory) {
    for (String name : disk.list(directory)) {
      if (name.contains(".")) {
        grow(-bytesOf(directory + "/" + name));
      }
    }
    disk.deleteDirectory(directory);
  }

  @Override
  public void rename(String from, String to) {
    grow(-bytesOf(to));
    disk.rename(from, to);
  }

  @Override
  public void syncDirectory(String directory) {
    disk.syncDirectory(directory);
  }

  @Override
  public synchronized long usableBytes() {
    return Math.max(0, capacity - used);
  }

  @Override
  public String describe(String name) {
    return disk.describe(name);
  }

  private final class TightFile implements DiskFile {
    private final DiskFile file;

    TightFile(DiskFile file) {
      this.file = file;
    }

    private void growTo(long end) {
      grow(Math.max(0, end - file.size()));
    }

    @Override
    public String name() {
      return file.name();
    }

    @Override
    public void write(ByteBuffer[] buffers, long position) {
      long end = position;
      for (ByteBuffer buffer : buffers) {
        end += buffer.remaining();
      }
      growTo(end);
      file.write(buffers, position);
    }

    @Override
    public int blockBytes() {
      return file.blockBytes();
    }

    @Override
    public void writeBlocks(ByteBuffer blocks, long position) {
      file.writeBlocks(blocks, position);
    }

    @Override
    public int read(ByteBuffer into, long position) {
      return file.read(into, position);
    }

    @Override
    public void force() {
      file.force();
    }

    @Override
    public long size() {
      return file.size();
    }

    @Override
    public void preallocate(long bytes) {
      growTo(bytes);
      file.preallocate(bytes);
    }

    @Override
    public void truncate(long bytes) {
      grow(Math.min(0, bytes - file.size()));
      file.truncate(bytes);
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
