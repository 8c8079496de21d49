// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** A {@code .tar.gz} that depends on names and contents only. */
final class ReproducibleArchive {
  private static final int PROGRAM = 0755;
  private static final int PLAIN = 0644;
  private static final int BEST = 9;

  private ReproducibleArchive() {}

  /**
   * Packs a folder under its own name.
   *
   * @param time of every entry
   */
  static void write(Path folder, Path archive, Instant time) throws IOException {
    GzipParameters parameters = new GzipParameters();
    parameters.setCompressionLevel(BEST);
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(new GzipCompressorOutputStream(file, parameters))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Path path : paths(folder)) {
        add(tar, Objects.requireNonNull(folder.getParent()), folder, path, time);
      }
    }
  }

  private static List<Path> paths(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().toList();
    }
  }

  private static void add(
      TarArchiveOutputStream tar, Path base, Path folder, Path path, Instant time)
      throws IOException {
    String name = base.relativize(path).toString();
    TarArchiveEntry entry;
    if (Files.isSymbolicLink(path)) {
      entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
      entry.setLinkName(Files.readSymbolicLink(path).toString());
    } else if (Files.isDirectory(path)) {
      entry = new TarArchiveEntry(name + "/");
      entry.setMode(PROGRAM);
    } else {
      entry = new TarArchiveEntry(name);
      entry.setSize(Files.size(path));
      boolean isProgram = StagedFolder.isProgram(folder.relativize(path).toString());
      entry.setMode(isProgram ? PROGRAM : PLAIN);
    }
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    entry.setModTime(time.toEpochMilli());
    tar.putArchiveEntry(entry);
    if (entry.isFile() && !entry.isSymbolicLink()) {
      Files.copy(path, tar);
    }
    tar.closeArchiveEntry();
  }
}
