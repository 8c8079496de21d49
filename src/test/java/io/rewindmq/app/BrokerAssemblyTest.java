// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.SelectorCompiler;
import io.rewindmq.broker.catalog.DestinationDefinition;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.net.ListenException;
import io.rewindmq.net.ListenerOptions;
import io.rewindmq.platform.clock.SystemClock;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.protocol.DestinationKind;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.SubscriptionKind;
import io.rewindmq.shard.RewindTarget;
import io.rewindmq.testkit.InMemoryCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAssemblyTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path folder;
  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private int ioThreads;

  @ParameterizedTest(name = "with {0} threads for sockets")
  @ValueSource(ints = {0, 1, 2})
  void keepsMessagesOverAStopAndRewindsThem(int ioThreads) throws IOException {
    this.ioThreads = ioThreads;
    BrokerAssembly first = start(0);
    try (FrameSocket client = new FrameSocket(first.port()).hello(7)) {
      assertThat(first.status().isReady()).isTrue();
      client.ask(new Frame.OpenSession(1, 1, 2, 1), Frame.Ok.class);
      int queue = queue(client);
      for (int i = 1; i <= 3; i++) {
        Frame.SendConfirmed confirmed =
            client.ask(
                new Frame.Send(1, queue, 0, i, 1, FrameSocket.element(7, 1, i)),
                Frame.SendConfirmed.class);
        assertThat(confirmed.last()).isEqualTo(i);
      }
      first.close();
      assertThat(client.next(Frame.Failure.class).code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(client.isAtEnd()).isTrue();
    } finally {
      first.close();
    }
    assertThat(first.status().state()).isEqualTo(BrokerStatus.State.STOPPED);

    catalog.deleteDestination(DestinationDefinition.Kind.QUEUE, "orders");
    try (BrokerAssembly broker = start(0);
        FrameSocket client = new FrameSocket(broker.port()).hello(8)) {
      client.ask(new Frame.OpenSession(1, 1, 2, 1), Frame.Ok.class);
      int queue = queue(client);
      client.ask(
          new Frame.OpenConsumer(
              1, 3, 5, queue, SubscriptionKind.QUEUE, null, null, false, false, null),
          Frame.ConsumerOpened.class);
      client.tell(new Frame.Credit(1, 5, 1, 10, 1 << 20));
      assertThat(client.next(Frame.Deliver.class).consumerId()).isEqualTo(5);
      assertThat(broker.admin().groups()).succeedsWithin(LIMIT).matches(all -> all.size() == 1);
      assertThat(broker.clients().connections())
          .succeedsWithin(LIMIT)
          .matches(all -> all.size() == 1);
      assertThat(broker.admin().rewind("orders", new RewindTarget.Latest()))
          .succeedsWithin(LIMIT)
          .matches(report -> report.backlogBefore() == 3 && report.backlogAfter() == 0);
      assertThat(client.next(Frame.ConsumerReset.class).groupEpoch()).isEqualTo(2);
      assertThat(catalog.content().toCompletableFuture().join().destinations())
          .extracting(DestinationDefinition::name)
          .containsExactly("orders");
    }
  }

  @Test
  void leavesNothingBehindWhenItsPortIsTaken() {
    try (BrokerAssembly first = start(0)) {
      BrokerAssembly second = assembly(folder.resolve("second"), first.port());

      assertThatThrownBy(second::start).isInstanceOf(ListenException.class);
      assertThat(second.status().state()).isEqualTo(BrokerStatus.State.STOPPED);
      assertThatThrownBy(second::port).isInstanceOf(IllegalStateException.class);
    }
  }

  private static int queue(FrameSocket client) throws IOException {
    return client
        .ask(new Frame.Resolve(0, 2, DestinationKind.QUEUE, "orders"), Frame.Destination.class)
        .handle();
  }

  private BrokerAssembly start(int port) {
    BrokerAssembly broker = assembly(folder.resolve("first"), port);
    broker.start();
    return broker;
  }

  private BrokerAssembly assembly(Path data, int port) {
    AssemblyOptions defaults = AssemblyOptions.defaults();
    JournalOptions journal = new JournalOptions(32 << 20, 32 << 20, 1 << 20, 1 << 20, 1);
    AssemblyOptions options =
        new AssemblyOptions(
            defaults.broker(),
            ListenerOptions.defaults().at("127.0.0.1", port).withIoThreads(ioThreads),
            defaults.shard(),
            journal,
            defaults.inboxTasksMax());
    return new BrokerAssembly(
        options,
        new RealDisk(data),
        new SystemClock(),
        catalog,
        Authenticator.loopbackOnly(),
        SelectorCompiler.standard());
  }
}
