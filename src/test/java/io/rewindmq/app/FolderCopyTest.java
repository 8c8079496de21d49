// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.SelectorCompiler;
import io.rewindmq.copy.CopiedFile;
import io.rewindmq.copy.FolderCopy;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.doctor.DoctorRun;
import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.net.ListenerOptions;
import io.rewindmq.platform.clock.SystemClock;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.shard.ShardOptions;
import io.rewindmq.testkit.InMemoryCatalog;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A copy that is read long after its moment, when the broker has freed, reused and deleted what it
 * had then.
 */
class FolderCopyTest {
  private static final int SEGMENT_BYTES = 256 << 10;
  private static final int SECONDS = 30;
  private static final int BEFORE = 3_000;
  private static final int AFTER = 6_000;
  private static final int CONSUMED = 1_000;

  @TempDir private Path folder;

  @Test
  void holdsItsMomentWhateverTheBrokerDoesAfterwards() throws IOException {
    Path data = folder.resolve("data");
    Path copied = folder.resolve("copied");
    try (BrokerAssembly broker = start(data);
        JMSContext client = client(broker)) {
      send(client, 0, BEFORE);
      receive(client, 0, CONSUMED);
      Set<String> segments = segments(data);
      try (FolderCopy copy = take(broker)) {
        send(client, BEFORE, AFTER);
        receive(client, CONSUMED, BEFORE);
        assertThat(segments(data))
            .as("all segments of then are gone")
            .doesNotContainAnyElementsOf(segments);
        write(copy, copied);
      }
      assertThat(data.resolve(FolderCopy.FOLDER)).doesNotExist();
      send(client, AFTER, AFTER + BEFORE);
      assertThat(names(data.resolve("journal"))).as("segments are used again").hasSizeLessThan(20);
    }
    DoctorRun.findsNothing(copied);

    try (BrokerAssembly restored = start(copied);
        JMSContext client = client(restored)) {
      receive(client, CONSUMED, BEFORE);
      try (JMSConsumer more = client.createConsumer(client.createQueue("orders"))) {
        assertThat(more.receive(200)).as("nothing that came later").isNull();
      }
    }
  }

  private static FolderCopy take(BrokerAssembly broker) {
    return broker.threads().copyFolder().orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  private static void write(FolderCopy copy, Path to) throws IOException {
    for (CopiedFile file : copy.files()) {
      Path target = to.resolve(file.name());
      Files.createDirectories(Objects.requireNonNull(target.getParent()));
      try (OutputStream out = Files.newOutputStream(target)) {
        copy.read(file, (bytes, count) -> out.write(bytes, 0, count));
      }
      assertThat(target).hasSize(file.bytes());
    }
  }

  private static JMSContext client(BrokerAssembly broker) {
    return new RewindConnectionFactory("rewind://127.0.0.1:" + broker.port()).createContext();
  }

  private static String body(int number) {
    return number + " " + "x".repeat(number % 900);
  }

  private static void send(JMSContext client, int from, int to) {
    var producer = client.createProducer();
    var queue = client.createQueue("orders");
    try (JMSContext batch = client.createContext(JMSContext.SESSION_TRANSACTED)) {
      for (int number = from; number < to; number++) {
        producer = number == from ? batch.createProducer() : producer;
        producer.send(queue, body(number));
        if (number % 100 == 99 || number == to - 1) {
          batch.commit();
        }
      }
    }
  }

  private static void receive(JMSContext client, int from, int to) {
    try (JMSConsumer consumer = client.createConsumer(client.createQueue("orders"))) {
      for (int number = from; number < to; number++) {
        assertThat(consumer.receiveBody(String.class, 5_000)).isEqualTo(body(number));
      }
    }
  }

  private static Set<String> segments(Path data) throws IOException {
    Set<String> names = new TreeSet<>(names(data.resolve("journal")));
    names.removeIf(name -> !name.endsWith(".jnl"));
    names.remove(new ArrayList<>(names).getLast()); // prepared, or just begun
    return names;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  private static BrokerAssembly start(Path data) {
    AssemblyOptions defaults = AssemblyOptions.defaults();
    ShardOptions shard = ShardOptions.DEFAULT;
    ListenerOptions listener = defaults.listener();
    BrokerAssembly broker =
        new BrokerAssembly(
            new AssemblyOptions(
                defaults.broker(),
                new ListenerOptions(
                    "127.0.0.1",
                    0,
                    listener.ioThreads(),
                    listener.connectionsMax(),
                    listener.loginMillis(),
                    listener.inboundBytesMax(),
                    listener.outboundBytesMax(),
                    listener.stallMillis()),
                new ShardOptions(
                    shard.tasksPerTurnMax(),
                    shard.dispatch(),
                    shard.readAheadBytes(),
                    shard.producerIdleMillis(),
                    shard.objectsMax(),
                    2L * SEGMENT_BYTES,
                    DestinationSettings.DEFAULT,
                    shard.messageBytesMax()),
                new JournalOptions(SEGMENT_BYTES, 1 << 20, 64 << 10, 0, 1),
                defaults.inboxTasksMax()),
            new RealDisk(data),
            new SystemClock(),
            new InMemoryCatalog(),
            Authenticator.loopbackOnly(),
            SelectorCompiler.standard());
    broker.start();
    return broker;
  }
}
