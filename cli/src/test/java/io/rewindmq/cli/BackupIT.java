// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.cli.broker.BrokerPorts;
import io.rewindmq.cli.broker.BrokerProcess;
import io.rewindmq.cli.broker.Installation;
import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backups of a broker that is worked hard, with so small a journal that its segments are freed and
 * used again all the time; what is restored is compared message by message.
 */
class BackupIT {
  private static final Duration START = Duration.ofSeconds(60);
  private static final int QUEUES = 4;
  private static final int BACKUPS = 2;
  private static final int MESSAGES_BETWEEN = 4_000;
  private static final Map<String, String> SMALL_JOURNAL =
      Map.of(
          "REWIND_JOURNAL_SEGMENT_BYTES",
          "262144",
          "REWIND_JOURNAL_BYTES_TARGET",
          "1048576",
          "REWIND_MESSAGE_BYTES_MAX",
          "65536",
          "REWIND_RETENTION_BYTES",
          "400000");

  @TempDir private Path folder;

  /** Numbers of messages, by queue: all below were confirmed, or consumed and acknowledged. */
  private final AtomicIntegerArray confirmed = new AtomicIntegerArray(QUEUES);

  private final AtomicIntegerArray begun = new AtomicIntegerArray(QUEUES);
  private final AtomicIntegerArray consumed = new AtomicIntegerArray(QUEUES);
  private final AtomicIntegerArray received = new AtomicIntegerArray(QUEUES);
  private final AtomicBoolean isOver = new AtomicBoolean();

  /** What was known when a backup began, and when it had ended. */
  private record Known(List<Integer> confirmed, List<Integer> consumed) {}

  private record Taken(Path file, Known before, Known after) {}

  @Test
  void restoredBrokersHaveEverythingThatWasConfirmedBefore()
      throws IOException, InterruptedException, ExecutionException, JMSException {
    List<Taken> backups = new ArrayList<>();
    BrokerPorts ports = BrokerPorts.free();
    try (BrokerProcess broker =
            new BrokerProcess(
                Installation.current(), folder.resolve("data"), ports, SMALL_JOURNAL);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      broker.start();
      broker.awaitReady(START);
      List<Future<?>> load = load(broker, threads);
      try {
        for (int number = 1; number <= BACKUPS; number++) {
          int from = sum(confirmed);
          while (sum(confirmed) < from + MESSAGES_BETWEEN
              && load.stream().noneMatch(Future::isDone)) {
            Thread.onSpinWait();
          }
          backups.add(backup(broker, number));
        }
      } finally {
        isOver.set(true);
        for (Future<?> one : load) {
          Object _ = one.get();
        }
      }
      assertThat(folder.resolve("data/copy")).doesNotExist();
    }
    for (Taken backup : backups) {
      compare(backup);
    }
  }

  private static int sum(AtomicIntegerArray numbers) {
    int sum = 0;
    for (int i = 0; i < numbers.length(); i++) {
      sum += numbers.get(i);
    }
    return sum;
  }

  private static List<Integer> values(AtomicIntegerArray numbers) {
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < numbers.length(); i++) {
      values.add(numbers.get(i));
    }
    return values;
  }

  private Taken backup(BrokerProcess broker, int number) {
    Path file = folder.resolve("backup-" + number + ".rwb");
    Known before = new Known(values(confirmed), values(consumed));
    CommandLineRun run =
        CommandLineRun.of("backup", "--admin=" + broker.httpUrl(), file.toString());
    Known after = new Known(values(begun), values(received));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("backed up to", "files", "bytes");
    return new Taken(file, before, after);
  }

  private List<Future<?>> load(BrokerProcess broker, ExecutorService threads) throws JMSException {
    RewindConnectionFactory factory = new RewindConnectionFactory(broker.messagingUrl());
    List<Future<?>> running = new ArrayList<>();
    for (int queue = 0; queue < QUEUES; queue++) {
      int number = queue;
      Connection sending = factory.createConnection();
      running.add(threads.submit(() -> send(sending, number)));
      if (queue > 0) { // one queue only grows
        Connection consuming = factory.createConnection();
        running.add(threads.submit(() -> receive(consuming, number)));
      }
    }
    return running;
  }

  private static String body(int queue, int number) {
    return "message " + number + " of queue " + queue + " " + "x".repeat(number % 700);
  }

  private boolean send(Connection connection, int queue) throws JMSException {
    try (connection) {
      Session session = connection.createSession();
      MessageProducer producer = session.createProducer(session.createQueue("queue." + queue));
      for (int number = 0; !isOver.get(); number++) {
        begun.set(queue, number + 1);
        producer.send(session.createTextMessage(body(queue, number)));
        confirmed.set(queue, number + 1);
      }
      return true;
    }
  }

  private boolean receive(Connection connection, int queue) throws JMSException {
    try (connection) {
      connection.start();
      Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
      MessageConsumer consumer = session.createConsumer(session.createQueue("queue." + queue));
      for (int number = 0; !isOver.get(); ) {
        Message message = consumer.receive(100);
        if (message != null) {
          assertThat(message.getBody(String.class)).isEqualTo(body(queue, number));
          received.set(queue, number + 1);
          message.acknowledge();
          consumed.set(queue, ++number);
        }
      }
      return true;
    }
  }

  private void compare(Taken backup) throws IOException, InterruptedException, JMSException {
    Path data = folder.resolve(backup.file().getFileName() + "-restored");
    CommandLineRun run = CommandLineRun.of("restore", backup.file().toString(), data.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(data.resolve("db.mv.db")).isNotEmptyFile();
    doctorFindsNothing(data);

    try (BrokerProcess broker =
        new BrokerProcess(Installation.current(), data, BrokerPorts.free(), SMALL_JOURNAL)) {
      broker.start();
      broker.awaitReady(START);
      RewindConnectionFactory factory = new RewindConnectionFactory(broker.messagingUrl());
      try (Connection connection = factory.createConnection()) {
        connection.start();
        for (int queue = 0; queue < QUEUES; queue++) {
          compare(backup, connection, queue);
        }
      }
      assertThat(Files.readString(broker.log())).doesNotContain("ERROR", "damaged");
    }
  }

  private static void compare(Taken backup, Connection connection, int queue) throws JMSException {
    List<String> bodies = new ArrayList<>();
    try (Session session = connection.createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("queue." + queue))) {
      for (Message next = consumer.receive(500); next != null; next = consumer.receive(500)) {
        bodies.add(((TextMessage) next).getText());
      }
    }
    assertThat(bodies).as("queue %d of %s", queue, backup.file()).isNotEmpty();
    int first = Integer.parseInt(bodies.getFirst().split(" ", -1)[1]);
    for (int i = 0; i < bodies.size(); i++) {
      assertThat(bodies.get(i)).isEqualTo(body(queue, first + i));
    }
    assertThat(first)
        .as("acknowledged before the backup stays so; what was not even received comes")
        .isBetween(backup.before().consumed().get(queue), backup.after().consumed().get(queue));
    assertThat(first + bodies.size())
        .as("everything confirmed before the backup, and nothing that was sent after it")
        .isBetween(backup.before().confirmed().get(queue), backup.after().confirmed().get(queue));
  }

  private void doctorFindsNothing(Path data) throws IOException, InterruptedException {
    Path server = Installation.current().server();
    Path output = folder.resolve("doctor.txt");
    Process doctor =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                server.resolve("app") + "/*:" + server.resolve("lib/main") + "/*",
                "io.rewindmq.doctor.Doctor",
                data.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(doctor.waitFor()).as(Files.readString(output)).isZero();
    assertThat(Files.readString(output)).contains("sound").doesNotContain("DAMAGE");
  }

  @Test
  void damagedAndCutBackupsAreRefused() throws IOException, InterruptedException {
    Path file = folder.resolve("one.rwb");
    try (BrokerProcess broker =
        new BrokerProcess(
            Installation.current(), folder.resolve("data"), BrokerPorts.free(), SMALL_JOURNAL)) {
      broker.start();
      broker.awaitReady(START);
      String url = "--url=" + broker.messagingUrl();
      assertThat(CommandLineRun.of("send", url, "orders", "hello").exitCode()).isZero();
      assertThat(backup(broker, file).exitCode()).isZero();
      CommandLineRun again = backup(broker, file);
      assertThat(again.exitCode()).isEqualTo(1);
      assertThat(again.err()).hasLineCount(1).contains("exists");
    }
    byte[] whole = Files.readAllBytes(file);

    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 1;
    assertThat(restore(flipped)).contains("the backup is damaged");
    assertThat(restore(java.util.Arrays.copyOf(whole, whole.length / 2))).contains("incomplete");
    assertThat(restore(java.util.Arrays.copyOf(whole, whole.length - 600))).contains("incomplete");
    assertThat(restore("hello".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .contains("incomplete");
    Path used = Files.createDirectories(folder.resolve("used"));
    Files.writeString(used.resolve("something"), "");
    CommandLineRun full = CommandLineRun.of("restore", file.toString(), used.toString());
    assertThat(full.exitCode()).isEqualTo(1);
    assertThat(full.err()).contains("is not empty");
  }

  private static CommandLineRun backup(BrokerProcess broker, Path file) {
    return CommandLineRun.of("backup", "--admin=" + broker.httpUrl(), file.toString());
  }

  private String restore(byte[] bytes) throws IOException {
    Path file = Files.createTempFile(folder, "damaged", ".rwb");
    Files.write(file, bytes);
    CommandLineRun run = CommandLineRun.of("restore", file.toString(), file + "-restored");
    assertThat(run.exitCode()).isEqualTo(1);
    return run.err();
  }
}
