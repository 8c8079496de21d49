// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import io.rewindmq.cli.backup.BackupFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rewind restore}: a data folder made of a backup. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description =
        "Makes a data folder of a backup and checks every byte on the way. No broker is needed and"
            + " none is touched.",
    footer = {
      "",
      "Example:",
      "  rewind restore monday.rwb data-restored",
      "  REWIND_DATA_DIR=data-restored rewind server"
    })
final class RestoreCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "What 'rewind backup' has made.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "FOLDER",
      description = "Where the data folder is made; must be empty or missing.")
  private Path folder = Path.of("");

  @Override
  public Integer call() {
    PrintWriter out = CommandOutput.of(spec);
    try {
      out.println("restored " + folder + ": " + new BackupFile(file).restore(folder));
      return 0;
    } catch (IOException e) {
      throw new IllegalStateException(
          file + " could not be restored into " + folder + ": " + BackupFile.reason(e), e);
    }
  }
}
