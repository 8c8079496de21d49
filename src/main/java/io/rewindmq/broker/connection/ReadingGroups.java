// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.definition.RefusedException;
import io.rewindmq.delivery.GroupKind;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.GroupSpec;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Which group a consumer means that does not read a queue as everybody does. */
@AnyThread
final class ReadingGroups {
  private final ConnectionIdentity identity;

  ReadingGroups(ConnectionIdentity identity) {
    this.identity = identity;
  }

  /**
   * The subscription on a topic.
   *
   * @throws RefusedException it is not a topic, or the subscription has no name
   */
  GroupSpec subscription(Frame.OpenConsumer frame, DestinationView topic, GroupKind kind)
      throws RefusedException {
    if (topic.spec().kind().isQueue()) {
      throw new RefusedException(
          ErrorCode.DESTINATION_INVALID, topic.spec().name() + " is not a topic");
    }
    String subscription = kind == GroupKind.NON_DURABLE ? null : frame.subscription();
    if (kind != GroupKind.NON_DURABLE && (subscription == null || subscription.isEmpty())) {
      throw new RefusedException(ErrorCode.ILLEGAL_STATE, "the subscription needs a name");
    }
    return spec(frame, topic, kind, subscription);
  }

  /** A reader of a queue's history, all for itself. */
  GroupSpec history(Frame.OpenConsumer frame, DestinationView queue) {
    return spec(frame, queue, GroupKind.NON_DURABLE, null);
  }

  private GroupSpec spec(
      Frame.OpenConsumer frame,
      DestinationView destination,
      GroupKind kind,
      @Nullable String subscription) {
    return new GroupSpec(
        destination.id(),
        kind,
        name(subscription, destination, frame.consumerId()),
        identity.clientId(),
        subscription,
        ConsumerFilters.selector(frame),
        ConsumerFilters.isNoLocal(frame));
  }

  private String name(@Nullable String subscription, DestinationView destination, int consumerId) {
    if (subscription == null) {
      String connection = HexFormat.of().toHexDigits(identity.connectionId());
      return destination.spec().name()
          + "#"
          + connection
          + "-"
          + Integer.toUnsignedString(consumerId);
    }
    String clientId = identity.clientId();
    return clientId == null ? subscription : clientId + "." + subscription;
  }
}
