// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms;

import io.rewindmq.jms.context.RewindContext;
import io.rewindmq.jms.failure.JmsErrors;
import io.rewindmq.jms.jndi.reference.AdministeredReference;
import io.rewindmq.jms.link.Dialers;
import io.rewindmq.jms.options.BrokerUrl;
import io.rewindmq.jms.options.ClientOption;
import io.rewindmq.jms.options.Credentials;
import io.rewindmq.jms.session.RewindConnection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnectionFactory;
import java.io.Serializable;
import java.util.EnumMap;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to RewindMQ.
 *
 * <pre>{@code
 * ConnectionFactory factory = new RewindConnectionFactory("rewind://localhost:7672");
 * }</pre>
 *
 * <p>The URL is {@code rewind://host:port[,host:port…][?option=value…]}, or {@code rewinds://…} for
 * TLS; {@link ClientOption} lists the options. Every option is a bean property too ({@code
 * reconnect.delay.max} is {@code setReconnectDelayMax}), for dependency injection and JNDI. What a
 * setter or a constructor's own argument sets wins over the URL, in whatever order they come; null
 * means "as in the URL".
 *
 * <p>A connection fails at once when no host answers; later a lost connection is made anew unseen.
 * Two factories are equal when they have the same hosts and the same options set. <b>Threads.</b>
 * Safe for use by several threads once it is set up.
 */
public class RewindConnectionFactory
    implements ConnectionFactory,
        QueueConnectionFactory,
        TopicConnectionFactory,
        Referenceable,
        Serializable {
  private static final long serialVersionUID = 1L;
  private static final String DEFAULT_URL = "rewind://localhost:7672";

  private String url;

  /** What setters set; it goes before the URL. */
  private final EnumMap<ClientOption, String> settings = new EnumMap<>(ClientOption.class);

  private transient @Nullable SSLContext sslContext;

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
    BrokerUrl.parse(url);
    this.url = url;
  }

  /** Connects to a broker as a user. */
  public RewindConnectionFactory(String url, @Nullable String user, @Nullable String password) {
    this(url);
    put(ClientOption.USER, user);
    put(ClientOption.PASSWORD, password);
  }

  /** The hosts with every option that the URL or a setter gives, without passwords. */
  public String getUrl() {
    return effective().toString();
  }

  /**
   * Takes another URL.
   *
   * @throws IllegalArgumentException the URL is none; the one before stays
   */
  public void setUrl(String url) {
    BrokerUrl.parse(url);
    this.url = url;
  }

  /**
   * Sets any option, as its own setter does.
   *
   * @param value null = as in the URL, or its default
   * @throws IllegalArgumentException it is no number or out of its range; nothing has changed
   */
  public void set(ClientOption option, @Nullable String value) {
    put(option, value);
  }

  private void put(ClientOption option, @Nullable String value) {
    if (value == null) {
      settings.remove(option);
    } else {
      settings.put(option, option.checked(value));
    }
  }

  private BrokerUrl effective() {
    return BrokerUrl.parse(url).with(settings);
  }

  private void put(ClientOption option, boolean value) {
    put(option, Boolean.toString(value));
  }

  private int number(ClientOption option) {
    return effective().number(option);
  }

  private @Nullable String text(ClientOption option) {
    return effective().text(option);
  }

  private boolean flag(ClientOption option) {
    return effective().flag(option);
  }

  // ---- who connects ----

  public @Nullable String getUser() {
    return text(ClientOption.USER);
  }

  /** The user of connections that are made without naming one. */
  public void setUser(@Nullable String user) {
    set(ClientOption.USER, user);
  }

  /** The password that goes with {@link #setUser}; there is no way to read it. */
  public void setPassword(@Nullable String password) {
    set(ClientOption.PASSWORD, password);
  }

  public @Nullable String getClientId() {
    return text(ClientOption.CLIENT_ID);
  }

  /** Every connection gets this client id; then it can't be set at the connection. */
  public void setClientId(@Nullable String clientId) {
    set(ClientOption.CLIENT_ID, clientId);
  }

  // ---- consuming and sending ----

  public @Nullable String getDeserializationAllow() {
    return text(ClientOption.DESERIALIZATION_ALLOW);
  }

  /** Comma-separated package prefixes whose classes an ObjectMessage may hold. */
  public void setDeserializationAllow(@Nullable String prefixes) {
    set(ClientOption.DESERIALIZATION_ALLOW, prefixes);
  }

  public int getPrefetch() {
    return number(ClientOption.PREFETCH);
  }

  /** How many messages a consumer takes ahead, 0 (it asks for one at a time) to 1,000,000. */
  public void setPrefetch(int messages) {
    set(ClientOption.PREFETCH, Integer.toString(messages));
  }

  public int getPrefetchBytes() {
    return number(ClientOption.PREFETCH_BYTES);
  }

  /** How many bytes of messages a consumer takes ahead, at least 1. */
  public void setPrefetchBytes(int bytes) {
    set(ClientOption.PREFETCH_BYTES, Integer.toString(bytes));
  }

  public int getSendWindow() {
    return number(ClientOption.SEND_WINDOW);
  }

  /** How many unanswered messages a session may have, 1 to 1,000,000. */
  public void setSendWindow(int messages) {
    set(ClientOption.SEND_WINDOW, Integer.toString(messages));
  }

  public int getSendWindowBytes() {
    return number(ClientOption.SEND_WINDOW_BYTES);
  }

  /** How many bytes of unanswered messages a session may have, at least 1. */
  public void setSendWindowBytes(int bytes) {
    set(ClientOption.SEND_WINDOW_BYTES, Integer.toString(bytes));
  }

  // ---- being connected ----

  public int getConnectTimeout() {
    return number(ClientOption.CONNECT_TIMEOUT);
  }

  /** How long to try to reach one host, 1 to 600,000 ms. */
  public void setConnectTimeout(int millis) {
    set(ClientOption.CONNECT_TIMEOUT, Integer.toString(millis));
  }

  public int getRequestTimeout() {
    return number(ClientOption.REQUEST_TIMEOUT);
  }

  /** How long to wait for an answer before the connection is given up, 1 to 3,600,000 ms. */
  public void setRequestTimeout(int millis) {
    set(ClientOption.REQUEST_TIMEOUT, Integer.toString(millis));
  }

  public int getHeartbeat() {
    return number(ClientOption.HEARTBEAT);
  }

  /** Time between signs of life, 100 to 3,600,000 ms; silence of two is a lost connection. */
  public void setHeartbeat(int millis) {
    set(ClientOption.HEARTBEAT, Integer.toString(millis));
  }

  public int getReconnectAttempts() {
    return number(ClientOption.RECONNECT_ATTEMPTS);
  }

  /** How often to try again after a lost connection; -1 = for ever, 0 = never. */
  public void setReconnectAttempts(int attempts) {
    set(ClientOption.RECONNECT_ATTEMPTS, Integer.toString(attempts));
  }

  public int getReconnectDelay() {
    return number(ClientOption.RECONNECT_DELAY);
  }

  /** First wait between two tries, 1 to 600,000 ms; it doubles up to the longest. */
  public void setReconnectDelay(int millis) {
    set(ClientOption.RECONNECT_DELAY, Integer.toString(millis));
  }

  public int getReconnectDelayMax() {
    return number(ClientOption.RECONNECT_DELAY_MAX);
  }

  /** Longest wait between two tries, 1 to 600,000 ms. */
  public void setReconnectDelayMax(int millis) {
    set(ClientOption.RECONNECT_DELAY_MAX, Integer.toString(millis));
  }

  public int getFailoverTimeout() {
    return number(ClientOption.FAILOVER_TIMEOUT);
  }

  /**
   * How long closing a session waits for a lost connection to come back, 0 to 3,600,000 ms. Then
   * its asynchronous sends without an answer fail.
   */
  public void setFailoverTimeout(int millis) {
    set(ClientOption.FAILOVER_TIMEOUT, Integer.toString(millis));
  }

  // ---- TLS ----

  public boolean getTls() {
    return flag(ClientOption.TLS);
  }

  /** Whether connections are encrypted, as {@code rewinds://} says, too. */
  public void setTls(boolean encrypted) {
    put(ClientOption.TLS, encrypted);
  }

  public @Nullable String getTlsTrust() {
    return text(ClientOption.TLS_TRUST);
  }

  /**
   * File with the certificates that are trusted: PEM, PKCS#12 or JKS; read at each connect. Null =
   * those that the JVM trusts, by {@code javax.net.ssl.trustStore} or its own.
   */
  public void setTlsTrust(@Nullable String path) {
    set(ClientOption.TLS_TRUST, path);
  }

  /** The password that goes with {@link #setTlsTrust}; there is no way to read it. */
  public void setTlsTrustPassword(@Nullable String password) {
    set(ClientOption.TLS_TRUST_PASSWORD, password);
  }

  public @Nullable String getTlsKeystore() {
    return text(ClientOption.TLS_KEYSTORE);
  }

  /** File with this client's own certificate and key: PEM, PKCS#12 or JKS; read at each connect. */
  public void setTlsKeystore(@Nullable String path) {
    set(ClientOption.TLS_KEYSTORE, path);
  }

  /** The password that goes with {@link #setTlsKeystore}; there is no way to read it. */
  public void setTlsKeystorePassword(@Nullable String password) {
    set(ClientOption.TLS_KEYSTORE_PASSWORD, password);
  }

  public boolean getTlsVerifyHost() {
    return flag(ClientOption.TLS_VERIFY_HOST);
  }

  /** Whether the broker's certificate must be for the host that was asked for; it should. */
  public void setTlsVerifyHost(boolean verified) {
    put(ClientOption.TLS_VERIFY_HOST, verified);
  }

  /**
   * What TLS uses instead of files; with one, connections are encrypted whatever the URL says. It
   * is no part of equality, and neither serialized nor kept by naming services.
   */
  public void setSslContext(@Nullable SSLContext context) {
    sslContext = context;
  }

  // ---- connections ----

  @Override
  public RewindConnection createConnection() throws JMSException {
    return createConnection(text(ClientOption.USER), text(ClientOption.PASSWORD));
  }

  @Override
  public RewindConnection createConnection(@Nullable String userName, @Nullable String secret)
      throws JMSException {
    BrokerUrl address = effective();
    try {
      return RewindConnection.connect(
          address,
          Dialers.of(address, sslContext),
          new Credentials(userName, secret),
          address.text(ClientOption.CLIENT_ID));
    } catch (IllegalArgumentException contradiction) {
      throw JmsErrors.caused(String.valueOf(contradiction.getMessage()), contradiction);
    }
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
    return createContext(text(ClientOption.USER), text(ClientOption.PASSWORD), sessionMode);
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

  /** Holds what equality looks at, passwords included. */
  @Override
  public Reference getReference() {
    BrokerUrl address = effective();
    AdministeredReference reference =
        new AdministeredReference(RewindConnectionFactory.class)
            .with(AdministeredReference.URL, address.toString());
    for (ClientOption option : ClientOption.values()) {
      if (option.isSecret()) {
        reference.withSecret(option.key(), address.text(option));
      }
    }
    return reference.build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RewindConnectionFactory that
        && that.getClass() == getClass()
        && that.effective().equals(effective());
  }

  @Override
  public int hashCode() {
    return effective().hashCode();
  }

  /** The URL without passwords. */
  @Override
  public String toString() {
    return getClass().getSimpleName() + " " + getUrl();
  }
}
