// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import io.rewindmq.cli.admin.AdminException;
import io.rewindmq.cli.bench.BenchCommand;
import io.rewindmq.cli.broker.BrokerStartException;
import io.rewindmq.cli.crash.CrashTestCommand;
import io.rewindmq.cli.demo.DemoCommand;
import io.rewindmq.cli.message.DeadLetterCommand;
import io.rewindmq.cli.message.MessageCommand;
import io.rewindmq.cli.message.OperationCommand;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code rewind} command line.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 wrong usage.
 */
@Command(
    name = "rewind",
    mixinStandardHelpOptions = true,
    version = "RewindMQ 0.1.0",
    description = "RewindMQ: a Jakarta Messaging server on a log that can be rewound.",
    footer = {
      "",
      "Kept in the rewind script itself:",
      "  server   Run a broker in the foreground (settings: REWIND_DATA_DIR, REWIND_LISTEN_PORT,"
          + " …).",
      "  doctor   Check the data folder of a stopped broker, and repair it.",
      "  db       Move users, roles and audit of a stopped broker from H2 to MariaDB.",
      "  start-cache",
      "           Make the JVM's start-up cache of the broker.",
      "  test, build, dist, format",
      "           In the source tree: build, check, pack, format.",
      "",
      "A first try, with a broker running:",
      "  rewind send orders 'hello'",
      "  rewind receive orders",
      ""
    },
    subcommands = {
      DemoCommand.class,
      SendCommand.class,
      ReceiveCommand.class,
      BrowseCommand.class,
      DestinationCommand.class,
      GroupCommand.class,
      ConnectionCommand.class,
      MessageCommand.class,
      DeadLetterCommand.class,
      OperationCommand.class,
      UserCommand.class,
      RoleCommand.class,
      AuditCommand.class,
      SettingsCommand.class,
      TlsCommand.class,
      CompletionCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      BenchCommand.class,
      CrashTestCommand.class,
      CommandLine.HelpCommand.class
    })
public final class RewindCli {
  private RewindCli() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command line and returns the exit code. */
  static int run(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new RewindCli())
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(RewindCli::report);
  }

  /** Failures that a user can do something about are one line; anything else is our fault. */
  private static int report(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (failure instanceof JMSException
        || failure instanceof JMSRuntimeException
        || failure instanceof AdminException
        || failure instanceof BrokerStartException
        || failure instanceof IllegalArgumentException
        || failure instanceof IllegalStateException) {
      command
          .getErr()
          .println(command.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
    } else {
      failure.printStackTrace(command.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
