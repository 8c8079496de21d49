// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.jms.jndi.RewindInitialContextFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueRequestor;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicRequestor;
import jakarta.jms.TopicSession;
import java.util.Hashtable;
import java.util.Locale;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.junit.jupiter.api.Test;

/** Programs as they were written for JMS 1.0: everything by JNDI, one domain, requestors. */
@SuppressWarnings({"BanJNDI", "JdkObsolete"}) // the context reads the test's settings only
class RequestorTest extends BesideABroker {
  private Context naming() throws NamingException {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, RewindInitialContextFactory.class.getName());
    environment.put(Context.PROVIDER_URL, broker.url());
    environment.put("queue.jms/questions", "questions");
    environment.put("topic.jms/calls", "calls");
    return new InitialContext(environment);
  }

  private static MessageListener answering(Session session) {
    return question -> {
      try (var producer = session.createProducer(null)) {
        TextMessage answer =
            session.createTextMessage(question.getBody(String.class).toUpperCase(Locale.ROOT));
        answer.setJMSCorrelationID(question.getJMSMessageID());
        producer.send(question.getJMSReplyTo(), answer);
      } catch (JMSException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  @Test
  void queueRequestorGetsItsAnswer() throws NamingException, JMSException {
    Context naming = naming();
    QueueConnectionFactory connections =
        (QueueConnectionFactory) naming.lookup("QueueConnectionFactory");
    Queue questions = (Queue) naming.lookup("jms/questions");
    try (QueueConnection server = connections.createQueueConnection();
        QueueConnection client = connections.createQueueConnection()) {
      QueueSession answers = server.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
      QueueReceiver receiver = answers.createReceiver(questions);
      receiver.setMessageListener(answering(answers));
      server.start();
      client.start();
      QueueSession session = client.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
      QueueRequestor requestor = new QueueRequestor(session, questions);

      for (String question : new String[] {"one", "two"}) {
        Message answer = requestor.request(session.createTextMessage(question));
        assertThat(answer.getBody(String.class)).isEqualTo(question.toUpperCase(Locale.ROOT));
      }
      requestor.close();
    }
  }

  @Test
  void topicRequestorGetsItsAnswer() throws NamingException, JMSException {
    Context naming = naming();
    TopicConnectionFactory connections =
        (TopicConnectionFactory) naming.lookup("TopicConnectionFactory");
    Topic calls = (Topic) naming.lookup("jms/calls");
    try (TopicConnection server = connections.createTopicConnection();
        TopicConnection client = connections.createTopicConnection()) {
      TopicSession answers = server.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
      answers.createSubscriber(calls).setMessageListener(answering(answers));
      server.start();
      client.start();
      TopicSession session = client.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
      TopicRequestor requestor = new TopicRequestor(session, calls);

      Message answer = requestor.request(session.createTextMessage("hello"));

      assertThat(answer.getBody(String.class)).isEqualTo("HELLO");
      requestor.close();
    }
  }
}
