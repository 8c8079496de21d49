// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import io.rewindmq.protocol.message.MessageView;
import java.nio.ByteBuffer;

/**
 * One message as it arrived. One that came in parts is whole here, and its flags are the first
 * part's.
 *
 * @param brokerEpoch epoch of the broker that delivered it
 * @param offset of the message, or of its first part
 * @param lastOffset inclusive: of its last part; the same as {@code offset} for one in one piece
 * @param arrivalIndex number of the message, or of its last part, among all that arrived at the
 *     consumer, from 1
 * @param elementBytes what it still counts against the credit, beside one message
 */
public record Delivery(
    long brokerEpoch,
    int groupEpoch,
    int partition,
    long offset,
    long lastOffset,
    int deliveryCount,
    int flags,
    long arrivalIndex,
    int elementBytes,
    ByteBuffer message) {
  /** When it expires, milliseconds since 1970; 0 = never. */
  public long expiration() {
    return new MessageView().at(message).expiration();
  }

  /** Whether it is a part of a message whose beginning never came. */
  public boolean isOrphan() {
    return new MessageView().at(message).isContinuation();
  }

  /** The message that begins with this part and ends with another one. */
  Delivery assembled(Delivery last, ByteBuffer whole) {
    return new Delivery(
        brokerEpoch,
        groupEpoch,
        partition,
        offset,
        last.offset,
        deliveryCount,
        flags,
        last.arrivalIndex,
        last.elementBytes,
        whole);
  }
}
