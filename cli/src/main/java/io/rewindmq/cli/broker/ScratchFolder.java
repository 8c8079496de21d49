// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder for one run of a command, among the system's temporary files.
 *
 * @param path where it is
 */
public record ScratchFolder(Path path) {
  /** A new, empty folder, readable by its owner only. */
  public static ScratchFolder create(String prefix) throws IOException {
    return new ScratchFolder(Files.createTempDirectory(prefix));
  }

  /** Deletes the folder with all that is in it. Nobody may write to it meanwhile. */
  public void delete() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
