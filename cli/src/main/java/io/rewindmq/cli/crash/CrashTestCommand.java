// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.crash;

import io.rewindmq.cli.broker.BrokerPorts;
import io.rewindmq.cli.broker.BrokerProcess;
import io.rewindmq.cli.broker.Installation;
import io.rewindmq.cli.broker.ScratchFolder;
import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rewind crash-test}: kill -9 of the broker under load, over and over. */
@Command(
    name = "crash-test",
    mixinStandardHelpOptions = true,
    description =
        "Kills a broker under load with SIGKILL, again and again. Exits 0 only if no confirmed"
            + " message was lost and none came twice without JMSRedelivered.",
    footer = {"", "Example:", "  rewind crash-test --rounds 50"})
public final class CrashTestCommand implements Callable<Integer> {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final int DRAIN_SECONDS = 120;
  private static final int MODES = 4;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--rounds",
      defaultValue = "50",
      description = "How often the broker is killed (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--producers",
      defaultValue = "8",
      description = "Producers, each with a connection (default: ${DEFAULT-VALUE}).")
  private int producers;

  @Option(
      names = "--consumers",
      defaultValue = "8",
      description =
          "Consumers, each with a connection, in all acknowledgement modes in turn (default:"
              + " ${DEFAULT-VALUE}).")
  private int consumers;

  @Option(
      names = "--max-run-millis",
      defaultValue = "1500",
      description = "Longest time between two kills (default: ${DEFAULT-VALUE}).")
  private int maxRunMillis;

  @Option(names = "--seed", description = "Seed of the times between kills (default: by clock).")
  private long seed = System.nanoTime();

  private final DeliveryLedger ledger = new DeliveryLedger();
  private final AtomicBoolean producersStopped = new AtomicBoolean();
  private final AtomicBoolean consumersStopped = new AtomicBoolean();

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException, JMSException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    ScratchFolder folder = ScratchFolder.create("rewindmq-crash-");
    out.println("seed " + seed + ", data in " + folder.path());
    out.flush();
    try (BrokerProcess broker =
            new BrokerProcess(Installation.current(), folder.path(), BrokerPorts.free(), Map.of());
        ExecutorService threads = Executors.newCachedThreadPool()) {
      broker.start();
      broker.awaitReady(START_TIMEOUT);
      try {
        load(broker, threads, out);
      } finally {
        producersStopped.set(true);
        consumersStopped.set(true);
      }
    }
    boolean kept = report(out);
    if (kept) {
      folder.delete();
    } else {
      out.println("The broker's data and log are kept in " + folder.path());
      out.flush();
    }
    return kept ? 0 : 1;
  }

  private void load(BrokerProcess broker, ExecutorService threads, PrintWriter out)
      throws InterruptedException, ExecutionException, JMSException {
    ConnectionFactory factory = new RewindConnectionFactory(broker.messagingUrl());
    List<Future<Integer>> sending = new ArrayList<>();
    List<Future<Integer>> receiving = new ArrayList<>();
    // a factory's first connection is not tried again, so all are there before the first kill
    for (int i = 0; i < producers; i++) {
      Connection connection = factory.createConnection();
      sending.add(threads.submit(new LoadProducer(connection, i, ledger, producersStopped::get)));
    }
    for (int i = 0; i < consumers; i++) {
      Connection connection = factory.createConnection();
      receiving.add(
          threads.submit(new LoadConsumer(connection, i % MODES, ledger, consumersStopped::get)));
    }
    Random random = new Random(seed);
    for (int round = 1; round <= rounds; round++) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(maxRunMillis));
      broker.kill();
      broker.start();
      broker.awaitReady(START_TIMEOUT);
      out.printf(Locale.ROOT, "round %d: %d confirmed%n", round, ledger.confirmedCount());
      out.flush();
    }
    producersStopped.set(true);
    for (Future<Integer> producer : sending) {
      producer.get();
    }
    drain();
    consumersStopped.set(true);
    for (Future<Integer> consumer : receiving) {
      consumer.get();
    }
  }

  /** Waits until everything confirmed has come, and then until nothing more comes for a while. */
  private void drain() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
    long before = -1;
    while (System.nanoTime() < end && (ledger.missing() > 0 || ledger.receptions() != before)) {
      before = ledger.receptions();
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private boolean report(PrintWriter out) {
    out.println();
    out.printf(Locale.ROOT, "kills                       %,12d%n", rounds);
    out.printf(Locale.ROOT, "messages confirmed          %,12d%n", ledger.confirmedCount());
    out.printf(Locale.ROOT, "confirmed, never received   %,12d%n", ledger.missing());
    out.printf(Locale.ROOT, "repeats, flagged            %,12d%n", ledger.flaggedRepeats());
    out.printf(Locale.ROOT, "repeats, not flagged        %,12d%n", ledger.unflaggedRepeats());
    List<String> faults = ledger.faults();
    faults.forEach(fault -> out.println("FAULT: " + fault));
    out.println(faults.isEmpty() ? "All promises kept." : "PROMISES BROKEN.");
    out.flush();
    return faults.isEmpty();
  }
}
