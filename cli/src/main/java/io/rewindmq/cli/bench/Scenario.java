// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import io.rewindmq.cli.bench.load.Order;
import java.util.List;
import java.util.Locale;

/** What can be measured. */
enum Scenario {
  SYNC_SEND("persistent sends, each confirmed before the next, by 1, 8 and 32 producers"),
  ASYNC_SEND("persistent sends with a CompletionListener, bodies of 100 bytes, 1 KiB and 64 KiB"),
  NON_PERSISTENT("non-persistent sends and receives, AUTO and DUPS_OK acknowledgement"),
  LATENCY("time from due to received at 1 000 and 5 000 persistent messages a second"),
  TRANSACTED("100 persistent messages a commit, sent and received"),
  FAN_OUT("deliveries to 1, 10 and 50 durable subscriptions"),
  BACKLOG("a backlog is built, and drained by one consumer"),
  REPLAY("a retained topic is read from its start; not against Artemis"),
  SELECTOR("sends to a durable subscription that selects 1 message of 100"),
  TRACED("persistent sends and receives, each message with a traceparent, 1 of 100 sampled"),
  QUEUES("1 000 queues made and used once"),
  RECOVERY("from the start after SIGKILL to the first message of a backlog");

  private static final int KIB = 1024;
  private static final int TRANSACTED_MESSAGES = 100_000;

  private final String description;

  Scenario(String description) {
    this.description = description;
  }

  /**
   * One line of results.
   *
   * @param order its destination is a prefix
   */
  record Variant(String label, Order order) {}

  /** As on the command line. */
  String option() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String description() {
    return description;
  }

  /**
   * Finds one by its name on the command line.
   *
   * @throws IllegalArgumentException there is none
   */
  static Scenario parse(String option) {
    for (Scenario scenario : values()) {
      if (scenario.option().equals(option)) {
        return scenario;
      }
    }
    throw new IllegalArgumentException(
        "no scenario '" + option + "'; './rewind bench --list' names them");
  }

  /**
   * What is measured of it.
   *
   * @param seconds of each measurement that ends by time
   * @param messages of each backlog
   */
  List<Variant> variants(int seconds, int messages) {
    return switch (this) {
      case SYNC_SEND ->
          List.of(
              timed("1 producer", Order.Kind.SYNC_SEND, KIB, 1, seconds),
              timed("8 producers", Order.Kind.SYNC_SEND, KIB, 8, seconds),
              timed("32 producers", Order.Kind.SYNC_SEND, KIB, 32, seconds));
      case ASYNC_SEND ->
          List.of(
              timed("100 bytes", Order.Kind.ASYNC_SEND, 100, 1, seconds),
              timed("1 KiB", Order.Kind.ASYNC_SEND, KIB, 1, seconds),
              timed("64 KiB", Order.Kind.ASYNC_SEND, 64 * KIB, 1, seconds));
      case NON_PERSISTENT ->
          List.of(
              timed("AUTO_ACKNOWLEDGE", Order.Kind.FLOW_AUTO, KIB, 1, seconds),
              timed("DUPS_OK_ACKNOWLEDGE", Order.Kind.FLOW_DUPS_OK, KIB, 1, seconds));
      case LATENCY ->
          List.of(
              timed("1 000 a second", Order.Kind.PACED, KIB, 1_000, seconds),
              timed("5 000 a second", Order.Kind.PACED, KIB, 5_000, seconds));
      case TRANSACTED ->
          List.of(
              timed("sent", Order.Kind.TRANSACTED_SEND, KIB, 1, seconds),
              counted(
                  "received",
                  Order.Kind.TRANSACTED_RECEIVE,
                  Math.min(messages, TRANSACTED_MESSAGES)));
      case FAN_OUT ->
          List.of(
              timed("1 subscription", Order.Kind.FAN_OUT, KIB, 1, seconds),
              timed("10 subscriptions", Order.Kind.FAN_OUT, KIB, 10, seconds),
              timed("50 subscriptions", Order.Kind.FAN_OUT, KIB, 50, seconds));
      case BACKLOG ->
          List.of(
              counted(messages + " built", Order.Kind.BUILD, messages),
              counted(messages + " drained", Order.Kind.DRAIN, messages));
      case REPLAY -> List.of(counted(messages + " read", Order.Kind.REPLAY, messages));
      case SELECTOR -> List.of(timed("sent", Order.Kind.SELECT, KIB, 1, seconds));
      case TRACED -> List.of(timed("1 KiB", Order.Kind.FLOW_TRACED, KIB, 1, seconds));
      case QUEUES -> List.of(timed("1 000 queues", Order.Kind.QUEUES, KIB, 1_000, seconds));
      case RECOVERY -> List.of(counted("backlog of " + messages, Order.Kind.BUILD, messages));
    };
  }

  private Variant timed(String label, Order.Kind kind, int bytes, int count, int seconds) {
    return new Variant(label, new Order(kind, option(), bytes, count, seconds, 0));
  }

  private Variant counted(String label, Order.Kind kind, int messages) {
    return new Variant(label, new Order(kind, option(), KIB, 1, 0, messages));
  }
}
