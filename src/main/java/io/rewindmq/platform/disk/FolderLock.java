// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.disk;

import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.thread.AnyThread;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Keeps a folder for one process: a lock of the operating system on the file {@code lock} in it, so
 * that it ends with the process, however that ends.
 */
@AnyThread // immutable
public final class FolderLock implements AutoCloseable {
  private static final String FILE = "lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes the folder when it is missing, and locks it.
   *
   * @return empty when another process, or this one, has it already
   * @throws DiskFailedException the folder can't be made or written
   */
  public static Optional<FolderLock> tryLock(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      boolean isLocked = false;
      try {
        isLocked = isLocked(channel);
      } finally {
        if (!isLocked) {
          channel.close();
        }
      }
      return isLocked ? Optional.of(new FolderLock(channel)) : Optional.empty();
    } catch (IOException e) {
      throw new DiskFailedException("cannot use the folder " + folder + ": " + e, e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  /** Lets others have the folder. The file stays. Idempotent. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DiskFailedException("cannot release the lock of the data folder: " + e, e);
    }
  }
}
