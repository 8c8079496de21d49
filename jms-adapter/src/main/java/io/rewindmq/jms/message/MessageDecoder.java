// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import io.rewindmq.protocol.message.MalformedMessageException;
import io.rewindmq.protocol.message.MessageView;
import io.rewindmq.protocol.message.RunHeader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Turns received elements into messages. Decodes next to nothing at once; the message reads the
 * buffer when it is asked. Immutable, any thread.
 */
public final class MessageDecoder {
  private final DeliverySource source;

  public MessageDecoder(DeliverySource source) {
    this.source = source;
  }

  /**
   * Makes a message object, read-only in properties and body.
   *
   * @param message exactly one message as {@code ElementCursor.message()} gives it, verified; never
   *     changed afterwards, the message object keeps it
   * @param offset shown by {@code toString}
   * @param deliveryCount as in the run; a redelivered message shows at least 2
   * @param flags of the run, see {@link RunHeader}
   * @param replayId shown as a property when the run is a replay; null = none
   * @throws MalformedMessageException the type of its body is unknown
   */
  public RewindMessage decode(
      ByteBuffer message, long offset, int deliveryCount, int flags, @Nullable String replayId) {
    MessageView view = new MessageView().at(message);
    boolean isRedelivered = deliveryCount > 1 || (flags & RunHeader.FLAG_REDELIVERED) != 0;
    boolean isReplayed = (flags & RunHeader.FLAG_REPLAYED) != 0;
    Received received =
        new Received(
            view,
            source,
            offset,
            Math.max(deliveryCount, isRedelivered ? 2 : 1),
            isRedelivered,
            (flags & RunHeader.FLAG_GROUP_FIRST) != 0,
            isReplayed ? replayId : null);
    return switch (view.bodyType()) {
      case NONE -> new RewindMessage(received);
      case TEXT -> new RewindTextMessage(received);
      case BYTES -> new RewindBytesMessage(received);
      case MAP -> new RewindMapMessage(received);
      case STREAM -> new RewindStreamMessage(received);
      case OBJECT -> new RewindObjectMessage(received);
    };
  }
}
