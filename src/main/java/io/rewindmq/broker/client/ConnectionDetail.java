// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.client;

import io.rewindmq.broker.ConnectionLoad;
import io.rewindmq.shard.DestinationSpec;
import io.rewindmq.shard.GroupSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client connection with what it has open.
 *
 * @param producers where it has sent to, by destination
 */
public record ConnectionDetail(
    ConnectionSummary summary,
    ConnectionLoad load,
    List<SessionDetail> sessions,
    List<SentTo> producers) {
  public ConnectionDetail {
    sessions = List.copyOf(sessions);
    producers = List.copyOf(producers);
  }

  /**
   * One session.
   *
   * @param number chosen by the client
   * @param messagesSent that came for destinations it may send to, later refused ones included
   * @param waitsForRoom whether sends of it wait, for their destination is full
   */
  public record SessionDetail(
      int number, long messagesSent, boolean waitsForRoom, List<ConsumerDetail> consumers) {
    public SessionDetail {
      consumers = List.copyOf(consumers);
    }
  }

  /**
   * One consumer or browser. Parts of large messages count as messages.
   *
   * @param number chosen by the client, unsigned; one of the connection
   * @param group null = it was deleted
   * @param isOpen false = closed, but the application still holds messages of it
   * @param credit how many more messages it wants
   * @param creditBytes how many more bytes it wants
   * @param inFlight messages that it was given, not settled and not given back
   * @param delivered messages that it was given so far
   * @param settled messages that were settled through it
   */
  public record ConsumerDetail(
      int number,
      DestinationSpec source,
      @Nullable GroupSpec group,
      boolean isBrowser,
      @Nullable String selector,
      boolean isOpen,
      int credit,
      int creditBytes,
      long inFlight,
      long delivered,
      long settled) {}

  /**
   * What a connection has sent to one destination.
   *
   * @param messages that came, later refused ones included
   * @param bytes of these
   */
  public record SentTo(DestinationSpec destination, long messages, long bytes) {}
}
