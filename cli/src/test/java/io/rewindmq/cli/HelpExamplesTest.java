// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What help shows as examples are command lines that are understood. */
class HelpExamplesTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private static List<String> examples(CommandLine command) {
    List<String> examples = new ArrayList<>();
    for (String line : command.getCommandSpec().usageMessage().footer()) {
      String text = line.strip();
      if (text.startsWith("rewind ")) {
        examples.add(text.replaceFirst("\\s+[<>#].*", ""));
      }
    }
    command.getSubcommands().values().forEach(each -> examples.addAll(examples(each)));
    return examples;
  }

  private static String[] words(String line) {
    List<String> words = new ArrayList<>();
    for (Matcher word = WORD.matcher(line); word.find(); ) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words.subList(1, words.size()).toArray(new String[0]);
  }

  @Test
  void areUnderstood() {
    List<String> examples = examples(RewindCli.commandLine());

    assertThat(examples).hasSizeGreaterThan(20);
    for (String example : examples) {
      CommandLine.ParseResult parsed = RewindCli.commandLine().parseArgs(words(example));
      assertThat(parsed.errors()).as(example).isEmpty();
      assertThat(parsed.hasSubcommand()).as(example).isTrue();
    }
  }
}
