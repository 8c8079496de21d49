// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** A data folder that is filled from a backup. What it holds is on the device in the end. */
final class RestoredFolder implements BackupArchive.Visitor {
  private static final String DATABASE_ZIP = "database.zip";
  private static final String DATABASE = "db.mv.db";

  private final Path folder;
  private @Nullable FileChannel open;

  private RestoredFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Begins one.
   *
   * @throws IOException there is something in the folder already
   */
  static RestoredFolder in(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> content = Files.list(folder)) {
      if (content.findAny().isPresent()) {
        throw new IOException(folder + " is not empty; a backup goes into a new folder");
      }
    }
    return new RestoredFolder(folder);
  }

  @Override
  public void begin(String name, long bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    open = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public void write(byte[] chunk, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, count);
    while (bytes.hasRemaining()) {
      int _ = Objects.requireNonNull(open).write(bytes);
    }
  }

  @Override
  public void end() throws IOException {
    FileChannel file = Objects.requireNonNull(open);
    file.force(true);
    file.close();
    open = null;
  }

  /** The last step: the database's file, and the names of all files on the device. */
  void finish() throws IOException {
    Path zip = folder.resolve(DATABASE_ZIP);
    if (Files.exists(zip)) {
      unpackDatabase(zip);
      Files.delete(zip);
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.filter(Files::isDirectory).toList()) {
        sync(one);
      }
    }
  }

  private void unpackDatabase(Path zip) throws IOException {
    try (InputStream file = Files.newInputStream(zip);
        ZipInputStream in = new ZipInputStream(file)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().equals(DATABASE)) {
          Files.copy(in, folder.resolve(DATABASE));
          sync(folder.resolve(DATABASE));
          return;
        }
      }
    }
    throw new IOException("the backup is damaged: " + DATABASE_ZIP + " has no " + DATABASE);
  }

  private static void sync(Path any) throws IOException {
    try (FileChannel channel = FileChannel.open(any, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
