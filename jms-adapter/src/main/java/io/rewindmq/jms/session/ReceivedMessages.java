// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.engine.ConsumerSpec;
import io.rewindmq.jms.engine.Delivery;
import io.rewindmq.jms.message.AcknowledgeTarget;
import io.rewindmq.jms.message.DeliverySource;
import io.rewindmq.jms.message.MessageDecoder;
import io.rewindmq.jms.message.RewindMessage;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the messages of one consumer's deliveries. Under the link's lock. */
final class ReceivedMessages {
  private final SessionCore session;
  private final ConsumerSpec spec;
  private final MessageDecoder decoder;
  private @Nullable String replayId;

  ReceivedMessages(SessionCore session, ConsumerSpec spec) {
    this.session = session;
    this.spec = spec;
    this.decoder = decoder(spec.isBrowser() ? null : session::acknowledgeAll);
  }

  private MessageDecoder decoder(@Nullable AcknowledgeTarget acknowledges) {
    return new MessageDecoder(
        new DeliverySource(
            spec.destination().withoutOptions(), acknowledges, session.deserializer()));
  }

  /** The operation whose messages come from now on; both 0 = none. */
  void replay(long msb, long lsb) {
    replayId = msb == 0 && lsb == 0 ? null : new UUID(msb, lsb).toString();
  }

  RewindMessage of(Delivery delivery) {
    return decode(delivery, decoder);
  }

  /** The message that a session other than the consumer's own acknowledges. */
  RewindMessage acknowledgedBy(AcknowledgeTarget other, Delivery delivery) {
    return decode(delivery, decoder(other));
  }

  private RewindMessage decode(Delivery delivery, MessageDecoder with) {
    return with.decode(
        delivery.message(),
        delivery.offset(),
        delivery.deliveryCount(),
        delivery.flags(),
        replayId);
  }
}
