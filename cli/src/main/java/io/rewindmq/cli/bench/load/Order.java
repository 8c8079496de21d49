// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import org.jspecify.annotations.Nullable;

/**
 * One measurement to be made.
 *
 * @param kind what is done
 * @param destination a name that no other measurement uses
 * @param bytes length of a message's body
 * @param count producers, subscriptions, messages a second or queues, as the kind says; else 1
 * @param seconds how long, for kinds that end by time
 * @param messages how many, for kinds that end by count
 */
public record Order(
    Kind kind, String destination, int bytes, int count, int seconds, int messages) {
  private static final int FIELDS = 6;

  /** What a load does. */
  public enum Kind {
    /** Persistent sends, each confirmed before the next, by {@code count} producers. */
    SYNC_SEND,
    /** Persistent sends with a CompletionListener, up to 1 000 unconfirmed. */
    ASYNC_SEND,
    /** Non-persistent messages from one producer to one listener, AUTO_ACKNOWLEDGE. */
    FLOW_AUTO,
    /** The same, DUPS_OK_ACKNOWLEDGE. */
    FLOW_DUPS_OK,
    /**
     * Persistent messages with a {@code traceparent}, 1 of 100 sampled, up to 1 000 unconfirmed.
     */
    FLOW_TRACED,
    /**
     * Persistent messages at {@code count} a second; times from when each was due to its listener.
     */
    PACED,
    /** Transactions of 100 persistent sends. */
    TRANSACTED_SEND,
    /** Transactions of 100 receives. */
    TRANSACTED_RECEIVE,
    /** Persistent messages to {@code count} durable subscriptions; deliveries are counted. */
    FAN_OUT,
    /** {@code messages} persistent messages to a queue that nobody reads. */
    BUILD,
    /** {@code messages} received from such a queue by one listener. */
    DRAIN,
    /** {@code messages} of a retained topic read again from its start. */
    REPLAY,
    /** Persistent sends to a topic whose one durable subscription selects 1 of 100. */
    SELECT,
    /** {@code count} queues made, used for one message and left. */
    QUEUES,
    /** Waits for the first message of a queue, from a broker that may be starting. */
    FIRST,
    /** Takes what an earlier order has left in a queue; not measured. */
    EMPTY,
    /** Ends the {@code count} durable subscriptions of an earlier order; not measured. */
    UNSUBSCRIBE
  }

  /** What removes what this one leaves behind; null = it leaves nothing. */
  public @Nullable Order cleanUp() {
    Kind cleaning =
        switch (kind) {
          case SYNC_SEND, ASYNC_SEND, TRANSACTED_SEND, BUILD -> Kind.EMPTY;
          case FAN_OUT -> Kind.UNSUBSCRIBE;
          default -> null;
        };
    return cleaning == null
        ? null
        : new Order(cleaning, destination, bytes, count, seconds, messages);
  }

  /** One line without line end. */
  public String line() {
    return String.join(
        " ",
        kind.name(),
        destination,
        Integer.toString(bytes),
        Integer.toString(count),
        Integer.toString(seconds),
        Integer.toString(messages));
  }

  /**
   * Reads what {@link #line} wrote.
   *
   * @throws IllegalArgumentException it is no order
   */
  public static Order parse(String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException(
          "an order has " + FIELDS + " fields, not " + fields.length + ": " + line);
    }
    return new Order(
        Kind.valueOf(fields[0]),
        fields[1],
        Integer.parseInt(fields[2]),
        Integer.parseInt(fields[3]),
        Integer.parseInt(fields[4]),
        Integer.parseInt(fields[5]));
  }
}
