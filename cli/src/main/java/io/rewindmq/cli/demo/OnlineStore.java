// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.demo;

import io.rewindmq.cli.admin.AdminClient;
import io.rewindmq.cli.admin.AdminLogin;
import io.rewindmq.cli.broker.BrokerProcess;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The story: orders come in, three applications work on them, the broker is killed in the middle
 * and started again, and at the end billing is rewound while it stays connected.
 */
final class OnlineStore {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STEP_TIMEOUT = Duration.ofSeconds(60);

  private final BrokerProcess broker;
  private final ConnectionFactory factory;
  private final Consumer<String> narrator;
  private final List<String> orders = OrderBook.texts();

  OnlineStore(BrokerProcess broker, ConnectionFactory factory, Consumer<String> narrator) {
    this.broker = broker;
    this.factory = factory;
    this.narrator = narrator;
  }

  /** Runs the whole story. The broker is up when this returns. */
  StoreReport run() throws JMSException, InterruptedException {
    try (Inventory inventory = Inventory.open(factory);
        Shipping shipping = Shipping.open(factory);
        Billing billing = Billing.open(factory)) {
      Thread billingThread = Thread.ofPlatform().name("billing").start(billing);
      OrderDesk desk = new OrderDesk(factory, orders);
      Thread deskThread = Thread.ofPlatform().name("order-desk").start(desk);

      await("half of the orders", () -> desk.confirmed() >= orders.size() / 2);
      narrator.accept("killing the broker (SIGKILL) after order " + desk.confirmed());
      broker.kill();
      int beforeCrash = desk.confirmed();
      Duration recovery = restart(desk, beforeCrash);
      narrator.accept("the broker is back; nobody had to be told");

      await("all orders sent", () -> desk.confirmed() == orders.size() || desk.failure() != null);
      deskThread.join();
      rethrow(desk.failure());
      awaitWork(inventory, shipping, billing);
      StoreReport.Repeats repeats =
          new StoreReport.Repeats(
              inventory.seen().flaggedRepeats() + shipping.seen().flaggedRepeats(),
              inventory.seen().unflaggedRepeats() + shipping.seen().unflaggedRepeats(),
              billing.rolledBack());
      StoreReport.Replay replay = rewind(billing, shipping);
      billing.finish();
      billingThread.join();
      return new StoreReport(
          desk.confirmed(),
          beforeCrash,
          recovery,
          InvoiceAudit.drain(factory),
          inventory.units(),
          shipping.parcelsByShipper(),
          repeats,
          replay);
    }
  }

  private Duration restart(OrderDesk desk, int confirmedBefore) throws InterruptedException {
    long start = System.nanoTime();
    broker.start();
    broker.awaitReady(START_TIMEOUT);
    await("the first order after the crash", () -> desk.confirmed() > confirmedBefore);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void awaitWork(Inventory inventory, Shipping shipping, Billing billing)
      throws InterruptedException, JMSException {
    int all = orders.size();
    await(
        "every order billed, counted and shipped",
        () ->
            billing.failure() != null
                || (billing.invoiced() >= all
                    && inventory.seen().count() >= all
                    && shipping.seen().count() >= all));
    rethrow(billing.failure());
    AdminClient admin = new AdminClient(broker.httpUrl(), AdminLogin.nobody());
    await(
        "every acknowledgement settled",
        () ->
            admin.groups().stream()
                .filter(group -> group.destination().equals(OrderDesk.TOPIC))
                .allMatch(group -> group.backlog() == 0));
  }

  private StoreReport.Replay rewind(Billing billing, Shipping shipping)
      throws InterruptedException, JMSException {
    int shippedBefore = shipping.deliveries();
    narrator.accept("rewinding billing to the start of the log, while it stays connected");
    new AdminClient(broker.httpUrl(), AdminLogin.nobody())
        .rewind(Billing.CLIENT_ID + "." + Billing.SUBSCRIPTION, "earliest");
    await("the replay", () -> billing.replayed() >= orders.size() || billing.failure() != null);
    rethrow(billing.failure());
    return new StoreReport.Replay(
        billing.replayed(), billing.replayedSum(), shipping.deliveries() - shippedBefore);
  }

  private static void rethrow(@Nullable JMSException failure) throws JMSException {
    if (failure != null) {
      throw failure;
    }
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + STEP_TIMEOUT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "waited " + STEP_TIMEOUT.toSeconds() + " s in vain for: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }
}
