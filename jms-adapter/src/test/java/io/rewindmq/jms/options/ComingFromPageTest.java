// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The page for those who come from another broker names every option, and none that is not there.
 */
class ComingFromPageTest {
  private static final Pattern WORD = Pattern.compile("`([a-zA-Z.]+)`");

  @Test
  void itsTableHasEveryOptionAndNoOther() throws IOException {
    Set<String> known =
        Arrays.stream(ClientOption.values())
            .map(ClientOption::key)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> rows =
        Files.readAllLines(Path.of("../docs/coming-from.md")).stream()
            .dropWhile(line -> !line.startsWith("| RewindMQ |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();

    Set<String> named = new TreeSet<>();
    for (String row : rows) {
      Matcher word = WORD.matcher(row.split("\\|", -1)[1]);
      while (word.find()) {
        named.add(word.group(1));
      }
    }

    assertThat(named).isEqualTo(known);
  }
}
