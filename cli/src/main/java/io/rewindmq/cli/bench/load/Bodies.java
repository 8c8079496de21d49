// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Random;

/** The messages of a load: bytes that don't compress. */
final class Bodies {
  private final byte[] body;

  Bodies(int bytes) {
    body = new byte[bytes];
    new Random(bytes).nextBytes(body);
  }

  BytesMessage message(Session session) throws JMSException {
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(body);
    return message;
  }

  static MessageProducer persistent(Session session, Destination to) throws JMSException {
    MessageProducer producer = session.createProducer(to);
    producer.setDeliveryMode(DeliveryMode.PERSISTENT);
    return producer;
  }
}
