// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms;

import io.rewindmq.jms.context.RewindContext;
import io.rewindmq.jms.failure.JmsErrors;
import io.rewindmq.jms.options.BrokerUrl;
import io.rewindmq.jms.options.ClientOption;
import io.rewindmq.jms.session.RewindConnection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnectionFactory;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to RewindMQ.
 *
 * <pre>{@code
 * ConnectionFactory factory = new RewindConnectionFactory("rewind://localhost:7672");
 * }</pre>
 *
 * <p>The URL is {@code rewind://host:port[,host:port…][?option=value…]}; {@link ClientOption} lists
 * the options. A connection fails at once when no host answers; later a lost connection is made
 * anew unseen. <b>Threads.</b> Safe for use by several threads once it is set up.
 */
public class RewindConnectionFactory
    implements ConnectionFactory, QueueConnectionFactory, TopicConnectionFactory, Serializable {
  private static final long serialVersionUID = 1L;
  private static final String DEFAULT_URL = "rewind://localhost:7672";

  private String url;
  private @Nullable String user;
  private @Nullable String password;
  private @Nullable String clientId;

  /** Connects to {@code rewind://localhost:7672}. */
  public RewindConnectionFactory() {
    this(DEFAULT_URL);
  }

  /**
   * Connects to a broker.
   *
   * @throws IllegalArgumentException the URL is none; the text says what was expected
   */
  public RewindConnectionFactory(String url) {
    BrokerUrl parsed = BrokerUrl.parse(url);
    this.url = url;
    this.user = parsed.text(ClientOption.USER);
    this.password = parsed.text(ClientOption.PASSWORD);
    this.clientId = parsed.text(ClientOption.CLIENT_ID);
  }

  /** Connects to a broker as a user. */
  public RewindConnectionFactory(String url, @Nullable String user, @Nullable String password) {
    this(url);
    this.user = user;
    this.password = password;
  }

  public String getUrl() {
    return url;
  }

  /** Takes another URL; user, password and client id stay unless the URL gives them. */
  public void setUrl(String url) {
    RewindConnectionFactory parsed = new RewindConnectionFactory(url);
    this.url = url;
    this.user = parsed.user == null ? user : parsed.user;
    this.password = parsed.password == null ? password : parsed.password;
    this.clientId = parsed.clientId == null ? clientId : parsed.clientId;
  }

  public @Nullable String getUser() {
    return user;
  }

  public void setUser(@Nullable String user) {
    this.user = user;
  }

  public void setPassword(@Nullable String password) {
    this.password = password;
  }

  public @Nullable String getClientId() {
    return clientId;
  }

  /** Every connection gets this client id; then it can't be set at the connection. */
  public void setClientId(@Nullable String clientId) {
    this.clientId = clientId;
  }

  @Override
  public RewindConnection createConnection() throws JMSException {
    return createConnection(user, password);
  }

  @Override
  public RewindConnection createConnection(@Nullable String userName, @Nullable String secret)
      throws JMSException {
    return RewindConnection.connect(BrokerUrl.parse(url), userName, secret, clientId);
  }

  @Override
  public RewindConnection createQueueConnection() throws JMSException {
    RewindConnection connection = createConnection();
    connection.restrictTo(RewindConnection.Domain.QUEUE);
    return connection;
  }

  @Override
  public RewindConnection createQueueConnection(@Nullable String userName, @Nullable String secret)
      throws JMSException {
    RewindConnection connection = createConnection(userName, secret);
    connection.restrictTo(RewindConnection.Domain.QUEUE);
    return connection;
  }

  @Override
  public RewindConnection createTopicConnection() throws JMSException {
    RewindConnection connection = createConnection();
    connection.restrictTo(RewindConnection.Domain.TOPIC);
    return connection;
  }

  @Override
  public RewindConnection createTopicConnection(@Nullable String userName, @Nullable String secret)
      throws JMSException {
    RewindConnection connection = createConnection(userName, secret);
    connection.restrictTo(RewindConnection.Domain.TOPIC);
    return connection;
  }

  @Override
  public JMSContext createContext() {
    return createContext(JMSContext.AUTO_ACKNOWLEDGE);
  }

  @Override
  public JMSContext createContext(int sessionMode) {
    return createContext(user, password, sessionMode);
  }

  @Override
  public JMSContext createContext(@Nullable String userName, @Nullable String secret) {
    return createContext(userName, secret, JMSContext.AUTO_ACKNOWLEDGE);
  }

  @Override
  public JMSContext createContext(
      @Nullable String userName, @Nullable String secret, int sessionMode) {
    return JmsErrors.unchecked(
        () -> {
          JmsErrors.checkSessionMode(sessionMode);
          return RewindContext.over(createConnection(userName, secret), sessionMode);
        });
  }
}
