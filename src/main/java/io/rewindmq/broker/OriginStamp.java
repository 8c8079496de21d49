// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.message.ElementCursor;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageView;
import io.rewindmq.protocol.message.MessageWriter;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.dispatch.MessageCopier;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes where a moved message comes from into properties of its copy; those of an earlier move are
 * replaced. JMSMessageID, headers, properties and body stay, delivery time and expiration go: a
 * copy must not expire where it was put for expiring.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class OriginStamp implements MessageCopier {
  /** {@code dead-lettered} or {@code expired}. */
  public static final String REASON = "JMS_Rewind_Reason";

  /** {@code queue://NAME} or {@code topic://NAME}. */
  public static final String DESTINATION = "JMS_Rewind_Destination";

  /** The queue's name, or that of the subscription. */
  public static final String GROUP = "JMS_Rewind_Group";

  /** An int. */
  public static final String PARTITION = "JMS_Rewind_Partition";

  /** A long. */
  public static final String OFFSET = "JMS_Rewind_Offset";

  /** An int: how often an application had it. */
  public static final String DELIVERIES = "JMS_Rewind_Deliveries";

  private static final Set<String> ALL =
      Set.of(REASON, DESTINATION, GROUP, PARTITION, OFFSET, DELIVERIES);

  private final MessageWriter writer;
  private final ElementCursor cursor = new ElementCursor();
  private final MessageView view = new MessageView();
  private ByteBuffer copies = ByteBuffer.allocate(0);

  /**
   * @param elementBytesMax no copy is larger; must leave room for the properties behind the largest
   *     message
   */
  public OriginStamp(int elementBytesMax) {
    this.writer = new MessageWriter(elementBytesMax);
  }

  @Override
  public ByteBuffer copy(RunBytes run, Origin origin) {
    return copyWith(run, origin);
  }

  /**
   * Copies messages that go back to where they came from: without the properties that say so, and
   * without delivery time and expiration.
   *
   * @return as many elements, good until the next call
   */
  public ByteBuffer withoutOrigin(RunBytes run) {
    return copyWith(run, null);
  }

  private ByteBuffer copyWith(RunBytes run, @Nullable Origin origin) {
    copies.clear();
    ByteBuffer elements = run.elements();
    cursor.over(elements);
    for (long offset = run.baseOffset(); cursor.next(); offset++) {
      view.at(elements, cursor.messageAt());
      ByteBuffer element = write(origin, offset);
      if (copies.remaining() < element.remaining()) {
        grow(element.remaining());
      }
      copies.put(element);
    }
    return copies.flip();
  }

  private ByteBuffer write(@Nullable Origin origin, long offset) {
    writer.begin(
        view.flags(), view.priority(), view.bodyType(), view.groupHash(), view.timestamp(), 0, 0);
    writer.origin(view.connectionId(), view.producerNumber(), view.sequence());
    writer.bytes(view.headerFields());
    writer.beginProperties();
    if ((view.flags() & MessageLayout.FLAG_CONTINUATION) == 0) {
      writeProperties(origin, offset);
    }
    return writer.beginBody().bytes(view.body()).finish();
  }

  private void writeProperties(@Nullable Origin origin, long offset) {
    view.forEachProperty(
        (name, value) -> {
          if (!ALL.contains(name)) {
            writer.property(name, value);
          }
        });
    if (origin == null) {
      return;
    }
    writer.property(REASON, text(origin.reason()));
    writer.property(DESTINATION, prefix(origin.kind()) + origin.destination());
    writer.property(GROUP, origin.group());
    writer.property(PARTITION, origin.partition());
    writer.property(OFFSET, offset);
    writer.property(DELIVERIES, origin.deliveries());
  }

  private static String text(SettleReason reason) {
    return switch (reason) {
      case EXPIRED -> "expired";
      case OVERFLOWED -> "overflowed";
      default -> "dead-lettered";
    };
  }

  private static String prefix(DestinationKind kind) {
    return kind.isQueue() ? "queue://" : "topic://";
  }

  private void grow(int more) {
    int needed = copies.position() + more;
    copies =
        ByteBuffer.allocate(Math.max(needed, Math.max(MessageLayout.MIN_ELEMENT_BYTES, needed * 2)))
            .put(copies.flip());
  }
}
