// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command that the README shows exists and takes the arguments shown. */
class ReadmeTest {
  private static final Set<String> OF_THE_SCRIPT =
      Set.of("server", "doctor", "test", "build", "format");

  @Test
  void showsOnlyCommandsThatExist() throws IOException {
    List<String> commands =
        Files.readAllLines(Path.of("..", "README.md")).stream()
            .filter(line -> line.startsWith("./rewind "))
            .map(line -> line.replaceFirst("\\s+#.*", "").substring("./rewind ".length()))
            .toList();

    assertThat(commands).hasSizeGreaterThan(8);
    for (String command : commands) {
      String[] words = command.replace("'", "").split(" ", -1);
      if (!OF_THE_SCRIPT.contains(words[0])) {
        CommandLine.ParseResult parsed = RewindCli.commandLine().parseArgs(words);
        assertThat(parsed.hasSubcommand()).as(command).isTrue();
      }
    }
  }
}
