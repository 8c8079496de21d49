// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real bash makes of the script. */
@SuppressWarnings("NullAway.Init") // made before each test
class CompletionCommandTest {
  @TempDir private Path folder;

  private Path script;

  @BeforeEach
  void write() throws IOException {
    CommandLineRun run = CommandLineRun.of("completion", "bash");
    assertThat(run.exitCode()).isZero();
    script = Files.writeString(folder.resolve("completion.bash"), run.out());
  }

  private static String bash(String... arguments) throws IOException, InterruptedException {
    String[] all = new String[arguments.length + 1];
    all[0] = "bash";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  /** What is offered for the last of these words; compopt is for a bash that somebody types in. */
  private List<String> completions(String... words) throws IOException, InterruptedException {
    String line =
        "compopt() { :; }; source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_rewind; printf '%%s\\n' \"${COMPREPLY[@]}\""
            .formatted(script, "'" + String.join("' '", words) + "'", words.length - 1);
    return bash("--norc", "-c", line).lines().map(String::strip).toList();
  }

  @Test
  void isGoodShell() throws IOException, InterruptedException {
    assertThat(bash("-n", script.toString())).isEmpty();
  }

  @Test
  void completesCommandsThoseOfTheScriptToo() throws IOException, InterruptedException {
    assertThat(completions("rewind", "")).contains("connection", "settings", "server", "doctor");
    assertThat(completions("rewind", "con")).containsExactly("connection");
    assertThat(completions("rewind", "connection", "cl")).containsExactly("close");
  }

  @Test
  void completesOptions() throws IOException, InterruptedException {
    assertThat(completions("rewind", "connection", "close", "--rec"))
        .containsExactly("--reconnect");
    assertThat(completions("rewind", "settings", "--ch")).containsExactly("--changed");
  }

  @Test
  void zshGetsWhatItNeedsBefore() {
    assertThat(CommandLineRun.of("completion", "zsh").out())
        .startsWith("autoload -Uz compinit bashcompinit")
        .contains("complete -F _complete_rewind");
    assertThat(CommandLineRun.of("completion", "fish").exitCode()).isEqualTo(2);
  }
}
