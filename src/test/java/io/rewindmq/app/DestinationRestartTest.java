// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.SelectorCompiler;
import io.rewindmq.broker.catalog.DestinationDefinition;
import io.rewindmq.broker.catalog.DestinationDefinition.Kind;
import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.Setting;
import io.rewindmq.delivery.SettingsChange;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.net.ListenerOptions;
import io.rewindmq.platform.clock.SystemClock;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.testkit.InMemoryCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What administrators have said of destinations, after a stop and a start. */
class DestinationRestartTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final DestinationKind QUEUE = DestinationKind.QUEUE;
  private static final DestinationSettings VALUES =
      new DestinationSettings(0, 0, false, new DeliveryPolicy(3, 0, 100, 0, null, "expired"));

  @TempDir Path folder;
  private final InMemoryCatalog catalog = new InMemoryCatalog();

  @Test
  void settingsAreAsSetAlsoWhenTheDatabaseSaysSomethingElse() {
    SettingsChange said =
        SettingsChange.of(Set.of(Setting.DELIVERIES_MAX, Setting.EXPIRY_QUEUE), VALUES);
    try (BrokerAssembly broker = start()) {
      AdminGateway admin = broker.admin();
      assertThat(admin.createDestination(QUEUE, "orders", 2, said)).succeedsWithin(LIMIT);
      assertThat(admin.createDestination(QUEUE, "gone", 1, said)).succeedsWithin(LIMIT);
      SettingsChange more = SettingsChange.of(Set.of(Setting.REPLAY_ALLOWED), VALUES);
      assertThat(admin.changeDestination(QUEUE, "orders", more)).succeedsWithin(LIMIT);
      assertThat(admin.deleteDestination(QUEUE, "gone", false)).succeedsWithin(LIMIT);
    }
    DestinationDefinition stored = rows().get(0);
    assertThat(stored.own())
        .containsExactlyInAnyOrder(
            Setting.DELIVERIES_MAX, Setting.EXPIRY_QUEUE, Setting.REPLAY_ALLOWED);
    catalog.createDestination(new DestinationDefinition(Kind.QUEUE, "orders", 7));
    catalog.createDestination(new DestinationDefinition(Kind.QUEUE, "gone", 1));

    try (BrokerAssembly broker = start()) {
      assertThat(broker.admin().destinations())
          .succeedsWithin(LIMIT)
          .satisfies(
              all -> {
                assertThat(all).hasSize(1);
                var spec = all.get(0).destination().spec();
                assertThat(spec.partitions()).isEqualTo(2);
                assertThat(spec.own()).isEqualTo(stored.own());
                assertThat(spec.settings())
                    .isEqualTo(DestinationSettings.DEFAULT.with(stored.own(), VALUES));
              });
      assertThat(rows()).containsExactly(stored);
    }
  }

  private List<DestinationDefinition> rows() {
    return catalog.content().toCompletableFuture().join().destinations();
  }

  private BrokerAssembly start() {
    AssemblyOptions defaults = AssemblyOptions.defaults();
    AssemblyOptions options =
        new AssemblyOptions(
            defaults.broker(),
            ListenerOptions.defaults().at("127.0.0.1", 0),
            defaults.shard(),
            new JournalOptions(32 << 20, 32 << 20, 1 << 20, 1 << 20, 1),
            defaults.inboxTasksMax());
    BrokerAssembly broker =
        new BrokerAssembly(
            options,
            new RealDisk(folder),
            new SystemClock(),
            catalog,
            Authenticator.loopbackOnly(),
            SelectorCompiler.standard());
    broker.start();
    return broker;
  }
}
