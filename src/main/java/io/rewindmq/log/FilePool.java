// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.thread.AnyThread;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps segment files open while they are used, and a bounded number of others, the longest unused
 * of which is closed first.
 */
@AnyThread // everything is guarded by the lock
public final class FilePool implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Disk disk;
  private final int idleFilesMax;

  /** Open and not in use, the longest unused first. */
  private final Set<Slot> idle = new LinkedHashSet<>();

  /** A pool that keeps at most so many files open that nobody uses. */
  public FilePool(Disk disk, int idleFilesMax) {
    this.disk = disk;
    this.idleFilesMax = idleFilesMax;
  }

  /** One file that may be open. Its fields are guarded by the pool's lock. */
  static final class Slot {
    private final String name;
    private @Nullable DiskFile file;
    private int users;
    private boolean deleted;

    Slot(String name) {
      this.name = name;
    }

    String name() {
      return name;
    }
  }

  /**
   * The file, to be given back by {@link #release}; created when missing.
   *
   * @throws SegmentDeletedException it was deleted
   */
  DiskFile acquire(Slot slot) {
    lock.lock();
    try {
      if (slot.deleted) {
        throw new SegmentDeletedException(slot.name);
      }
      DiskFile file = slot.file;
      if (file == null) {
        file = disk.open(slot.name);
        slot.file = file;
      }
      slot.users++;
      idle.remove(slot);
      return file;
    } finally {
      lock.unlock();
    }
  }

  void release(Slot slot) {
    lock.lock();
    try {
      slot.users--;
      if (slot.users > 0) {
        return;
      }
      if (slot.deleted) {
        close(slot);
        return;
      }
      idle.add(slot);
      Iterator<Slot> oldest = idle.iterator();
      while (idle.size() > idleFilesMax && oldest.hasNext()) {
        Slot longestUnused = oldest.next();
        oldest.remove();
        close(longestUnused);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Deletes the file. Who uses it may go on until it is released. */
  void delete(Slot slot) {
    lock.lock();
    try {
      slot.deleted = true;
      idle.remove(slot);
      if (slot.users == 0) {
        close(slot);
      }
      disk.delete(slot.name);
    } finally {
      lock.unlock();
    }
  }

  /** Closes a file that nobody uses, because it is about to be replaced. */
  void closeNow(Slot slot) {
    lock.lock();
    try {
      idle.remove(slot);
      close(slot);
    } finally {
      lock.unlock();
    }
  }

  private static void close(Slot slot) {
    DiskFile file = slot.file;
    slot.file = null;
    if (file != null) {
      file.close();
    }
  }

  /** Files that are open and not in use. */
  public int idleFiles() {
    lock.lock();
    try {
      return idle.size();
    } finally {
      lock.unlock();
    }
  }

  /** Closes the files that nobody uses. */
  @Override
  public void close() {
    lock.lock();
    try {
      idle.forEach(FilePool::close);
      idle.clear();
    } finally {
      lock.unlock();
    }
  }
}
