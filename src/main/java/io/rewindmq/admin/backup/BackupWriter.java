// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rewindmq.copy.CopiedFile;
import io.rewindmq.copy.FolderCopy;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/** Writes a copy as a tar: the database, the journal, the logs, at last the manifest. */
final class BackupWriter {
  /** What the database's copy is called in the tar. */
  static final String DATABASE = "database.zip";

  /** Where it is in the data folder meanwhile. */
  static final String DATABASE_LINK = FolderCopy.FOLDER + "/" + DATABASE;

  private final FolderCopy copy;
  private final boolean hasDatabase;
  private final long millis;
  private final ObjectMapper json;

  BackupWriter(FolderCopy copy, boolean hasDatabase, long millis, ObjectMapper json) {
    this.copy = copy;
    this.hasDatabase = hasDatabase;
    this.millis = millis;
    this.json = json;
  }

  void write(OutputStream out) throws IOException {
    TarStream tar = new TarStream(out);
    List<BackupManifest.FileEntry> entries = new ArrayList<>();
    if (hasDatabase) {
      long bytes = copy.bytesOf(DATABASE_LINK);
      entries.add(copy(new CopiedFile(DATABASE, DATABASE_LINK, bytes, bytes), tar));
    }
    for (CopiedFile file : copy.files()) {
      entries.add(copy(file, tar));
    }
    BackupManifest manifest =
        new BackupManifest(
            BackupManifest.FORMAT,
            Instant.ofEpochMilli(millis).toString(),
            copy.journalEnd(),
            hasDatabase ? "h2" : "elsewhere",
            entries);
    byte[] text = json.writeValueAsBytes(manifest);
    tar.begin(BackupManifest.NAME, text.length, millis);
    tar.write(text, text.length);
    tar.end();
  }

  private BackupManifest.FileEntry copy(CopiedFile file, TarStream tar) throws IOException {
    CRC32C crc = new CRC32C();
    tar.begin(file.name(), file.bytes(), millis);
    copy.read(
        file,
        (bytes, count) -> {
          crc.update(bytes, 0, count);
          tar.write(bytes, count);
        });
    String sum = String.format(Locale.ROOT, "%08x", crc.getValue());
    return new BackupManifest.FileEntry(file.name(), file.bytes(), sum);
  }
}
