// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rewind completion}: what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints a script by which bash or zsh completes commands and options.",
    footer = {
      "",
      "Examples:",
      "  rewind completion bash > ~/.local/share/bash-completion/completions/rewind",
      "  rewind completion zsh > ~/.rewind-completion.zsh   # and 'source' it in ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {
  /** Kept in the script {@code rewind} itself. */
  private static final List<String> OF_THE_SCRIPT =
      List.of(
          "server",
          "doctor",
          "test",
          "microbench",
          "build",
          "format",
          "jdk",
          "dist",
          "image",
          "db",
          "start-cache");

  private static final String ZSH_HEAD =
      "autoload -Uz compinit bashcompinit && compinit -u && bashcompinit\n";

  /** Shells that are known. */
  enum Shell {
    bash,
    zsh
  }

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  @Override
  public Integer call() {
    CommandLine all = RewindCli.commandLine();
    OF_THE_SCRIPT.forEach(name -> all.addSubcommand(name, new CommandLine(CommandSpec.create())));
    String script = AutoComplete.bash("rewind", all);
    PrintWriter out = CommandOutput.of(spec);
    out.print(shell == Shell.zsh ? ZSH_HEAD + script : script);
    out.flush();
    return 0;
  }
}
