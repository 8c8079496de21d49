// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.platform.clock.SystemClock;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.testkit.BalkyDisk;
import io.rewindmq.testkit.TestBroker;
import io.rewindmq.testkit.TightDisk;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ready is who confirms; not alive is whom only a new process helps. */
class HealthTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private final KnownState database = new KnownState();
  private @Nullable TestBroker broker;
  private @Nullable ConfirmProbe probe;

  @AfterEach
  void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  private TestBroker start(UnaryOperator<Disk> device) {
    TestBroker started = TestBroker.startOn(folder, device);
    broker = started;
    probe = new ConfirmProbe(started.admin(), new SystemClock());
    return started;
  }

  private HealthCheckResponse ready() {
    if (broker == null || probe == null) {
      throw new IllegalStateException("not started");
    }
    return new ReadinessCheck(new AssemblyProbe(broker), database, probe)
        .call()
        .await()
        .atMost(LONG);
  }

  private boolean isReady() {
    return ready().getStatus() == HealthCheckResponse.Status.UP;
  }

  private boolean isLive() {
    if (broker == null) {
      throw new IllegalStateException("not started");
    }
    return new LivenessCheck(new AssemblyProbe(broker)).call().getStatus()
        == HealthCheckResponse.Status.UP;
  }

  private static Object data(HealthCheckResponse answer, String key) {
    return Objects.requireNonNull(answer.getData().orElseThrow().get(key), key);
  }

  @Test
  void readyWhileItConfirmsWhateverTheDatabaseDoes() {
    start(disk -> disk);

    HealthCheckResponse before = ready();
    assertThat(before.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    assertThat(data(before, "database")).isEqualTo("up");
    assertThat(data(before, "epoch")).isEqualTo(1L);
    database.isDown("the database can't be reached: it is away");
    HealthCheckResponse after = ready();
    assertThat(after.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    assertThat(data(after, "database")).isEqualTo("the database can't be reached: it is away");
  }

  @Test
  void unreadyAndAliveWhileTheDeviceDoesNotAnswer() {
    BalkyDisk[] device = new BalkyDisk[1];
    start(
        disk -> {
          device[0] = BalkyDisk.over(disk);
          return device[0].asDisk();
        });
    assertThat(isReady()).isTrue();
    device[0].hang();
    try {
      await().atMost(LONG).until(() -> !isReady());
      assertThat((String) data(ready(), "reason")).contains("nothing is confirmed");
      assertThat(isLive()).isTrue();
    } finally {
      device[0].goOn();
    }
    await().atMost(LONG).until(this::isReady);
  }

  @Test
  void neitherReadyNorAliveAfterAForceHasFailed() {
    BalkyDisk[] device = new BalkyDisk[1];
    start(
        disk -> {
          device[0] = BalkyDisk.over(disk);
          return device[0].asDisk();
        });
    device[0].fail();

    await().atMost(LONG).until(() -> !isReady() && !isLive());
    await().atMost(LONG).until(() -> ((String) data(ready(), "reason")).contains("FAILED"));
  }

  @Test
  void unreadyAndAliveWhileADiskIsTooFullForMessages() {
    TightDisk[] device = new TightDisk[1];
    TestBroker running =
        start(
            disk -> {
              device[0] = new TightDisk(disk, 100L * MEBIBYTE);
              return device[0];
            });
    assertThat(isReady()).isTrue();
    try (JMSContext context = new RewindConnectionFactory(running.url()).createContext()) {
      fill(context);
      await().atMost(LONG).until(() -> !isReady());
      assertThat((String) data(ready(), "reason")).contains("no room");
      assertThat(isLive()).isTrue();
      device[0].setCapacity(300L * MEBIBYTE);
      await().atMost(LONG).until(this::isReady);
      context.createProducer().send(context.createQueue("orders"), "it is confirmed");
    }
  }

  private static void fill(JMSContext context) {
    for (int size : new int[] {100_000, 10_000}) {
      int sent = 0;
      while (isTaken(context, new byte[size])) {
        sent++;
        assertThat(sent).as("the disk holds everything").isLessThan(5_000);
      }
    }
  }

  private static boolean isTaken(JMSContext context, byte[] body) {
    try {
      context.createProducer().send(context.createQueue("orders"), body);
      return true;
    } catch (JMSRuntimeException full) {
      return false;
    }
  }
}
