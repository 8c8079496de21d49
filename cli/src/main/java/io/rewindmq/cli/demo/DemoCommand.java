// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.demo;

import io.rewindmq.cli.broker.BrokerPorts;
import io.rewindmq.cli.broker.BrokerProcess;
import io.rewindmq.cli.broker.Installation;
import io.rewindmq.cli.broker.ScratchFolder;
import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rewind demo}: the online store, from an empty data folder to a table of figures. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Runs an online store of 830 orders on a fresh broker, kills the broker in the middle and"
            + " rewinds one application at the end. Exits 0 only if every figure is right.")
public final class DemoCommand implements Callable<Integer> {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  @Spec private CommandSpec spec;

  @Option(
      names = "--keep",
      description = "Leave the broker and its data folder; say where its pages are.")
  private boolean keep;

  /** Made by picocli, which fills the fields. */
  @SuppressWarnings("NullAway.Init")
  public DemoCommand() {}

  @Override
  public Integer call() throws IOException, JMSException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    ScratchFolder folder = ScratchFolder.create("rewindmq-demo-");
    BrokerProcess broker =
        new BrokerProcess(Installation.current(), folder.path(), BrokerPorts.free(), Map.of());
    boolean done = false;
    try {
      out.println("Starting a broker on a fresh data folder…");
      out.flush();
      broker.start();
      broker.awaitReady(START_TIMEOUT);
      int exitCode = tellStory(broker, out);
      done = exitCode == 0;
      return exitCode;
    } finally {
      if (keep && done) {
        broker.release();
        printKept(broker, folder.path(), out);
      } else {
        broker.close();
        cleanUp(folder, done, out);
      }
    }
  }

  private static int tellStory(BrokerProcess broker, PrintWriter out)
      throws JMSException, InterruptedException {
    OnlineStore store =
        new OnlineStore(
            broker,
            new RewindConnectionFactory(broker.messagingUrl()),
            line -> {
              out.println("  " + line);
              out.flush();
            });
    StoreReport report = store.run();
    out.println();
    out.print(report.table());
    out.println();
    List<String> faults = report.faults();
    if (faults.isEmpty()) {
      out.println("All figures are right.");
    } else {
      out.println("WRONG:");
      faults.forEach(fault -> out.println("  " + fault));
    }
    out.flush();
    return faults.isEmpty() ? 0 : 1;
  }

  private static void printKept(BrokerProcess broker, Path dataDir, PrintWriter out) {
    out.println();
    out.println("The broker is left running (process " + broker.pid() + ").");
    out.println("  messaging  " + broker.messagingUrl());
    out.println("  health     " + broker.httpUrl() + "/q/health");
    out.println("  metrics    " + broker.httpUrl() + "/q/metrics");
    out.println("  groups     " + broker.httpUrl() + "/api/v1/groups");
    out.println("  data       " + dataDir);
    out.println("Stop it with: kill " + broker.pid());
    out.flush();
  }

  /** A failed run keeps its folder: the broker's log in it tells why. */
  private static void cleanUp(ScratchFolder folder, boolean done, PrintWriter out)
      throws IOException {
    if (!done) {
      out.println("The broker's data and log are kept in " + folder.path());
      out.flush();
      return;
    }
    folder.delete();
  }
}
