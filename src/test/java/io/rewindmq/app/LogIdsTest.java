// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of log ids and the code name the same ones. */
class LogIdsTest {
  private static final Pattern ID = Pattern.compile("RWQ-\\d{4}");

  @Test
  void pageNamesEveryIdAndNoOther() throws IOException {
    Set<String> inCode = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      files.filter(file -> file.toString().endsWith(".java")).forEach(f -> inCode.addAll(ids(f)));
    }

    assertThat(ids(Path.of("docs/log-ids.md"))).isEqualTo(inCode);
  }

  private static Set<String> ids(Path file) {
    try {
      Set<String> ids = new TreeSet<>();
      ID.matcher(Files.readString(file)).results().map(MatchResult::group).forEach(ids::add);
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
