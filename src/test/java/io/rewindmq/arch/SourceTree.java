// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.arch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Java sources of all three modules, read from the folder the build runs in. */
final class SourceTree {
  private static final List<String> ROOTS =
      List.of(
          "src/main/java",
          "src/test/java",
          "jms-adapter/src/main/java",
          "jms-adapter/src/test/java",
          "cli/src/main/java",
          "cli/src/test/java",
          "dist/src/main/java",
          "dist/src/test/java");

  private SourceTree() {}

  static List<SourceLimits.Source> read() {
    return ROOTS.stream().flatMap(SourceTree::readRoot).toList();
  }

  private static Stream<SourceLimits.Source> readRoot(String root) {
    Path folder = Path.of(root);
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream()
          .map(file -> new SourceLimits.Source(file.toString(), root, textOf(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String textOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
