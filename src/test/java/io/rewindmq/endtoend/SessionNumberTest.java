// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionNumberTest extends EndToEnd {
  @Test
  void everyMessageOfSessionsThatComeAndGoIsStored() throws JMSException {
    Set<String> ids = new HashSet<>();
    try (Connection connection = factory.createConnection()) {
      for (int i = 0; i < 5; i++) {
        try (Session session = connection.createSession()) {
          Message message = session.createTextMessage("m" + i);
          session.createProducer(session.createQueue("numbers")).send(message);
          ids.add(message.getJMSMessageID());
        }
      }
    }
    assertThat(ids).hasSize(5);
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue("numbers"))) {
      assertThat(texts(consumer, 5)).containsExactly("m0", "m1", "m2", "m3", "m4");
    }
  }

  @Test
  void outcomeOfACommitIsThatOfItsOwnSession() throws JMSException {
    try (Connection connection = factory.createConnection()) {
      for (int i = 0; i < 3; i++) {
        try (Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
          session
              .createProducer(session.createQueue("outcomes"))
              .send(session.createTextMessage("m" + i));
          session.commit();
        }
      }
    }
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue("outcomes"))) {
      assertThat(texts(consumer, 3)).containsExactly("m0", "m1", "m2");
    }
  }
}
