// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist.chart;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The chart in the source tree, and what Helm makes of it. */
final class Chart {
  static final Path FOLDER = Path.of("../helm/rewindmq").toAbsolutePath().normalize();
  static final String NAMESPACE = "messaging";

  /** What marks hooks; the library that brings Helm leaves them out of what it renders. */
  private static final String HOOK = "helm.sh/hook";

  private static final String SHOWN = "shown.example.com/hook";
  private static final Path WITH_HOOKS = withHooks();

  private Chart() {}

  /** A copy in which hooks are not known as such. */
  private static Path withHooks() {
    try {
      Path copy = Files.createTempDirectory("chart");
      List<Path> files;
      try (Stream<Path> all = Files.walk(FOLDER, FileVisitOption.FOLLOW_LINKS)) {
        files = all.filter(Files::isRegularFile).toList();
      }
      for (Path file : files) {
        Path to = copy.resolve(FOLDER.relativize(file));
        Files.createDirectories(Objects.requireNonNull(to.getParent()));
        Files.writeString(to, Files.readString(file).replace(HOOK, SHOWN));
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Renders it with its hooks.
   *
   * @param values YAML
   * @throws RuntimeException Helm's own words
   */
  static String render(String release, String values) {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(file, values);
        String rendered =
            new Helm(WITH_HOOKS)
                .template()
                .withName(release)
                .withNamespace(NAMESPACE)
                .withValuesFile(file)
                .call();
        return rendered.replace(SHOWN, HOOK);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
