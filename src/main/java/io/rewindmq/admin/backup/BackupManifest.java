// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.backup;

import java.util.List;

/**
 * {@code backup.json}, the last file of a backup: without it, the rest is incomplete.
 *
 * @param format of the backup, 1
 * @param takenAt ISO 8601
 * @param journalEnd position behind the last byte of the journal
 * @param database {@code h2} = in {@code database.zip}; {@code elsewhere} = not in the backup
 */
record BackupManifest(
    int format, String takenAt, long journalEnd, String database, List<FileEntry> files) {
  static final String NAME = "backup.json";
  static final int FORMAT = 1;

  BackupManifest {
    files = List.copyOf(files);
  }

  /**
   * A file before this one.
   *
   * @param crc32c in hex, 8 digits
   */
  record FileEntry(String name, long bytes, String crc32c) {}
}
