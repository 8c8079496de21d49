// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import io.rewindmq.cli.backup.BackupFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rewind backup}: everything that a running broker holds, in one file. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Copies everything that a running broker holds into a file: messages, what was consumed,"
          + " definitions, users and audit.",
      "All that was confirmed before the command began is in it. The broker goes on meanwhile."
    },
    footer = {"", "Example:", "  rewind backup monday.rwb"})
final class BackupCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private final AdminOptions admin = new AdminOptions();

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "What is made, a tar; must not exist. Only its owner can read it.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    PrintWriter out = CommandOutput.of(spec);
    BackupFile made = new BackupFile(file);
    try {
      made.requireNew();
      try (InputStream in = admin.client().backup()) {
        out.println("backed up to " + file + ": " + made.write(in));
      }
      return 0;
    } catch (IOException e) {
      throw new IllegalStateException(
          "no backup was made at " + file + ": " + BackupFile.reason(e), e);
    }
  }
}
