// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A disk that can be cut off: from then on nothing that is done reaches the files, as if the
 * process had been killed at that moment. What was written before stays, forced or not.
 */
public final class CutDisk implements Disk {
  private final Disk disk;
  private final Disk nowhere = new RamDisk();
  private volatile boolean cut;

  public CutDisk(Disk disk) {
    this.disk = disk;
  }

  /** The process is dead now; its threads only do not know. */
  public void cut() {
    cut = true;
  }

  /** A file that is not there is not made any more, but the dead threads may have one. */
  @Override
  public DiskFile open(String name) {
    return cut && !disk.exists(name) ? nowhere.open(name) : new CutFile(disk.open(name));
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
    unlessCut(() -> disk.delete(name));
  }

  @Override
  public void deleteDirectory(String directory) {
    unlessCut(() -> disk.deleteDirectory(directory));
  }

  @Override
  public void rename(String from, String to) {
    unlessCut(() -> disk.rename(from, to));
  }

  @Override
  public void syncDirectory(String directory) {
    unlessCut(() -> disk.syncDirectory(directory));
  }

  @Override
  public long usableBytes() {
    return disk.usableBytes();
  }

  @Override
  public String describe(String name) {
    return disk.describe(name);
  }

  private void unlessCut(Runnable change) {
    if (!cut) {
      change.run();
    }
  }

  private final class CutFile implements DiskFile {
    private final DiskFile file;

    CutFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public String name() {
      return file.name();
    }

    @Override
    public void write(ByteBuffer[] buffers, long position) {
      unlessCut(() -> file.write(buffers, position));
    }

    @Override
    public int blockBytes() {
      return file.blockBytes();
    }

    @Override
    public void writeBlocks(ByteBuffer blocks, long position) {
      unlessCut(() -> file.writeBlocks(blocks, position));
    }

    @Override
    public int read(ByteBuffer into, long position) {
      return file.read(into, position);
    }

    @Override
    public void force() {
      unlessCut(file::force);
    }

    @Override
    public long size() {
      return file.size();
    }

    @Override
    public void preallocate(long bytes) {
      unlessCut(() -> file.preallocate(bytes));
    }

    @Override
    public void truncate(long bytes) {
      unlessCut(() -> file.truncate(bytes));
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
