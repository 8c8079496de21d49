// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The folder {@code quarantine/<time>/} of one repair. Each file that is changed or taken away is
 * in it under the name it had, durably, before anything happens to it.
 */
@AnyThread // confined to the repair
final class Quarantine {
  private static final int CHUNK_BYTES = 1 << 20;

  private final Disk disk;
  private final String folder;
  private final Map<String, String> saved = new HashMap<>();

  /**
   * Begins it, with a mark that the repair is not finished.
   *
   * @param time part of the folder's name
   */
  Quarantine(Disk disk, String time) {
    this.disk = disk;
    String name = DataFolder.QUARANTINE + "/" + time;
    int copies = 1;
    while (!disk.list(name).isEmpty()) {
      copies++;
      name = DataFolder.QUARANTINE + "/" + time + "-" + copies;
    }
    this.folder = name;
    String mark = folder + "/" + DataFolder.UNFINISHED;
    byte[] text = "This repair was begun and not finished.\n".getBytes(StandardCharsets.UTF_8);
    try (DiskFile file = disk.open(mark)) {
      file.write(ByteBuffer.wrap(text), 0);
      file.force();
    }
    syncFoldersOf(disk, mark);
  }

  String folder() {
    return folder;
  }

  /** The saved copy of a file. */
  String of(String file) {
    return saved.getOrDefault(file, folder + "/" + file);
  }

  /** Keeps a copy of a file that is about to change; nothing happens if there is none. */
  void copy(String file) {
    if (!saved.containsKey(file) && disk.exists(file)) {
      String to = folder + "/" + file;
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
      try (DiskFile from = disk.open(file);
          DiskFile into = disk.open(to)) {
        long size = from.size();
        for (long at = 0; at < size; at += chunk.limit()) {
          from.read(chunk.clear(), at);
          into.write(chunk.flip().slice(), at);
        }
        into.force();
      }
      syncFoldersOf(disk, to);
      saved.put(file, to);
    }
  }

  /** Moves a file here; nothing happens if there is none. */
  void move(String file) {
    if (disk.exists(file)) {
      copyOrRename(file);
    }
  }

  private void copyOrRename(String file) {
    if (saved.containsKey(file)) {
      disk.delete(file);
    } else {
      String to = folder + "/" + file;
      disk.rename(file, to);
      syncFoldersOf(disk, to);
      saved.put(file, to);
    }
    disk.syncDirectory(parentOf(file));
  }

  /** The repair is done. */
  void finish() {
    disk.delete(folder + "/" + DataFolder.UNFINISHED);
    disk.syncDirectory(folder);
  }

  /** Makes the names of a file and of the folders above it durable. */
  static void syncFoldersOf(Disk disk, String file) {
    for (int at = file.lastIndexOf('/'); at > 0; at = file.lastIndexOf('/', at - 1)) {
      disk.syncDirectory(file.substring(0, at));
    }
    disk.syncDirectory("");
  }

  private static String parentOf(String file) {
    return file.substring(0, Math.max(0, file.lastIndexOf('/')));
  }
}
