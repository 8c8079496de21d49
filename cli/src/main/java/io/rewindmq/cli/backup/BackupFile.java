// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.backup;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A backup in a file. */
public record BackupFile(Path path) {
  private static final BackupArchive.Visitor NOTHING =
      new BackupArchive.Visitor() {
        @Override
        public void begin(String name, long bytes) {}

        @Override
        public void write(byte[] chunk, int count) {}

        @Override
        public void end() {}
      };

  /**
   * Checks that the file can be made.
   *
   * @throws IOException it exists
   */
  public void requireNew() throws IOException {
    if (Files.exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
  }

  /**
   * Makes the file of what the broker sends; it has another name until it is whole and on the
   * device.
   *
   * @return what is in it, for people
   * @throws IOException there is no file then
   */
  public String write(InputStream in) throws IOException {
    Path unfinished = path.resolveSibling(path.getFileName() + ".part");
    boolean isDone = false;
    try {
      Files.deleteIfExists(unfinished);
      Files.createFile(unfinished, OwnerOnly.of(unfinished));
      BackupArchive.Summary summary;
      try (OutputStream to = Files.newOutputStream(unfinished)) {
        summary = new BackupArchive(new CopyingInput(in, to)).read(NOTHING);
      }
      try (FileChannel made = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        made.force(true);
      }
      requireNew();
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
      isDone = true;
      return summary.text();
    } finally {
      if (!isDone) {
        Files.deleteIfExists(unfinished);
      }
    }
  }

  /**
   * Makes a data folder of it and checks every byte on the way.
   *
   * @param folder empty or missing
   * @return what is in it, for people
   * @throws IOException the folder is incomplete then
   */
  public String restore(Path folder) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      RestoredFolder restored = RestoredFolder.in(folder);
      BackupArchive.Summary summary = new BackupArchive(in).read(restored);
      restored.finish();
      return summary.text();
    }
  }

  /** What went wrong, in words. */
  public static String reason(IOException failure) {
    return switch (failure) {
      case FileAlreadyExistsException e -> e.getFile() + " exists";
      case NoSuchFileException e -> "there is no " + e.getFile();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
