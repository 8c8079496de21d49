// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * Every command that the README and the pages for operators show exists and takes the arguments
 * shown.
 */
class ReadmeTest {
  private static final Set<String> OF_THE_SCRIPT =
      Set.of("server", "doctor", "test", "build", "format", "dist", "image", "db", "start-cache");

  @ParameterizedTest
  @CsvSource({
    "README.md, 8",
    "docs/install.md, 2",
    "docs/backup.md, 4",
    "docs/kubernetes.md, 0",
  })
  void showsOnlyCommandsThatExist(String page, int atLeast) throws IOException {
    List<String> commands =
        Files.readAllLines(Path.of("..").resolve(page)).stream()
            .filter(line -> line.matches("([A-Z_]+=\\S+ )?(\\./|bin/)?rewind .*"))
            .map(line -> line.replaceFirst("\\s+#.*", ""))
            .map(line -> line.replaceFirst("^.*?rewind ", ""))
            .toList();

    assertThat(commands).hasSizeGreaterThan(atLeast);
    for (String command : commands) {
      String[] words = command.replace("'", "").split(" ", -1);
      if (!OF_THE_SCRIPT.contains(words[0])) {
        CommandLine.ParseResult parsed = RewindCli.commandLine().parseArgs(words);
        assertThat(parsed.hasSubcommand()).as(command).isTrue();
      }
    }
  }
}
