// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.disk;

import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.thread.AnyThread;
import java.util.List;

/**
 * A folder of files. Names are relative, with {@code /} between folders.
 *
 * <p><b>Durability.</b> A created, renamed or deleted name survives a power failure only after
 * {@link #syncDirectory} of its folder. <b>Failure.</b> {@link
 * io.rewindmq.platform.fault.DiskFullException} when there is no room, otherwise {@link
 * DiskFailedException}.
 */
@AnyThread // implementations keep no state of their own, or guard it
public interface Disk {
  /** Opens a file for reading and writing, creating it and its folders when missing. */
  DiskFile open(String name);

  boolean exists(String name);

  /** Names in a folder (not their paths), sorted; empty when there is no such folder. */
  List<String> list(String directory);

  void delete(String name);

  /** Deletes a folder with all that is in it; nothing happens when it is missing. */
  void deleteDirectory(String directory);

  /** Renames a file, replacing one of the new name. */
  void rename(String from, String to);

  /**
   * Gives a file a second name; it is there as long as one of its names is. Makes folders.
   *
   * @return the file's bytes
   * @throws DiskFailedException the disk knows no second names
   */
  default long link(String from, String to) {
    throw new DiskFailedException("files of this disk can't have second names");
  }

  /** Makes the names in a folder durable; the empty name is the disk's own folder. */
  void syncDirectory(String directory);

  /** Bytes that may still be used. Asks the system: not for every message. */
  long usableBytes();

  /** How people find a file. */
  String describe(String name);
}
