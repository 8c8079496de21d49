// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The unpacked distribution while it is put together. */
record StagedFolder(Path path) {
  /** An empty folder, whatever was there before. */
  static StagedFolder empty(Path path) throws IOException {
    if (Files.exists(path)) {
      Files.walkFileTree(path, new Deletion());
    }
    Files.createDirectories(path);
    return new StagedFolder(path);
  }

  /** Whether a file is to be run. */
  static boolean isProgram(String name) {
    return name.startsWith("bin/") || name.endsWith(".sh");
  }

  /** Copies a file. */
  void file(Path from, String to) throws IOException {
    Path copy = path.resolve(to);
    Files.createDirectories(Objects.requireNonNull(copy.getParent()));
    Files.copy(from, copy, StandardCopyOption.REPLACE_EXISTING);
    String mode = isProgram(to) ? "rwxr-xr-x" : "rw-r--r--";
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(mode));
  }

  /**
   * Copies all files of a folder.
   *
   * @param without names of files and folders that are left out, wherever they are
   */
  void tree(Path from, String to, Set<String> without) throws IOException {
    Files.walkFileTree(
        from,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return isLeftOut(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!isLeftOut(file)) {
              String name = from.relativize(file).toString();
              file(file, to.isEmpty() ? name : to + "/" + name);
            }
            return FileVisitResult.CONTINUE;
          }

          private boolean isLeftOut(Path any) {
            return without.contains(String.valueOf(any.getFileName()));
          }
        });
  }

  void link(String name, String to) throws IOException {
    Files.createSymbolicLink(path.resolve(name), Path.of(to));
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
