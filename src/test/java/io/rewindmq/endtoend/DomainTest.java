// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.Session;
import jakarta.jms.TopicConnection;
import org.junit.jupiter.api.Test;

/** Which methods the sessions of domain-specific connections have. */
class DomainTest extends EndToEnd {
  @Test
  void sessionsOfOneDomainRefuseTheOther() throws JMSException {
    try (QueueConnection queues = factory.createQueueConnection();
        TopicConnection topics = factory.createTopicConnection()) {
      Session queueSession = queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
      Session topicSession = topics.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(queueSession::createTemporaryTopic);
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(topicSession::createTemporaryQueue);
    }
  }

  @Test
  void plainSessionOfAQueueConnectionHasBoth() throws JMSException {
    try (QueueConnection queues = factory.createQueueConnection()) {
      Session session = queues.createSession(false, Session.AUTO_ACKNOWLEDGE);
      assertThat(session.createTemporaryTopic().getTopicName()).isNotEmpty();
      assertThat(session.createTemporaryQueue().getQueueName()).isNotEmpty();
    }
  }
}
