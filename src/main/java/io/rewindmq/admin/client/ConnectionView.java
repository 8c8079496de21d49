// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.client;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.rewindmq.broker.ConnectionLoad;
import io.rewindmq.broker.client.ConnectionDetail;
import io.rewindmq.shard.DestinationSpec;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One connection with all that it has open.
 *
 * @param row in JSON its fields stand beside the others
 * @param open its sessions
 * @param producers where it has sent to
 */
record ConnectionView(
    @JsonUnwrapped ConnectionRow row, Socket socket, List<Session> open, List<Sent> producers) {
  ConnectionView {
    open = List.copyOf(open);
    producers = List.copyOf(producers);
  }

  static ConnectionView of(ConnectionDetail one) {
    return new ConnectionView(
        ConnectionRow.of(one.summary()),
        Socket.of(one.load()),
        one.sessions().stream().map(Session::of).toList(),
        one.producers().stream().map(Sent::of).toList());
  }

  /**
   * What the socket has done and holds.
   *
   * @param unhandledBytes received and not handled yet
   * @param unsentBytes written for the client and not taken by the kernel yet
   * @param isReadPaused whether the client is not read at present, for somebody is behind
   */
  record Socket(
      long receivedBytes,
      long sentBytes,
      long unhandledBytes,
      long unsentBytes,
      boolean isReadPaused) {
    static Socket of(ConnectionLoad load) {
      return new Socket(
          load.receivedBytes(),
          load.sentBytes(),
          load.unhandledBytes(),
          load.unsentBytes(),
          load.isReadPaused());
    }
  }

  /**
   * One session.
   *
   * @param messagesSent what came for its destinations, later refused ones included
   * @param waitsForRoom whether sends of it wait, for their destination is full
   */
  record Session(int session, long messagesSent, boolean waitsForRoom, List<Consumer> consumers) {
    Session {
      consumers = List.copyOf(consumers);
    }

    static Session of(ConnectionDetail.SessionDetail one) {
      return new Session(
          one.number(),
          one.messagesSent(),
          one.waitsForRoom(),
          one.consumers().stream().map(Consumer::of).toList());
    }
  }

  /**
   * One consumer or browser. Parts of large messages count as messages.
   *
   * @param group by name; null = it was deleted
   * @param isOpen false = closed, but the application still holds messages of it
   * @param credit how many more messages it wants
   * @param creditBytes how many more bytes it wants
   * @param inFlight messages that it was given, not settled and not given back
   * @param delivered messages that it was given so far
   * @param settled messages that were settled through it
   */
  record Consumer(
      long consumer,
      String destination,
      String kind,
      @Nullable String group,
      boolean isBrowser,
      @Nullable String selector,
      boolean isOpen,
      int credit,
      int creditBytes,
      long inFlight,
      long delivered,
      long settled) {
    static Consumer of(ConnectionDetail.ConsumerDetail one) {
      return new Consumer(
          Integer.toUnsignedLong(one.number()),
          one.source().name(),
          kindOf(one.source()),
          one.group() == null ? null : one.group().name(),
          one.isBrowser(),
          one.selector(),
          one.isOpen(),
          one.credit(),
          one.creditBytes(),
          one.inFlight(),
          one.delivered(),
          one.settled());
    }
  }

  /** What was sent to one destination. */
  record Sent(String destination, String kind, long messages, long bytes) {
    static Sent of(ConnectionDetail.SentTo one) {
      return new Sent(
          one.destination().name(), kindOf(one.destination()), one.messages(), one.bytes());
    }
  }

  private static String kindOf(DestinationSpec destination) {
    return destination.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
