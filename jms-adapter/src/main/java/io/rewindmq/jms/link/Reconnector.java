// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.link;

import io.rewindmq.jms.failure.JmsErrors;
import io.rewindmq.jms.failure.WireText;
import io.rewindmq.jms.options.BrokerUrl;
import io.rewindmq.jms.options.ClientOption;
import io.rewindmq.jms.options.Credentials;
import io.rewindmq.jms.provider.ProviderDescription;
import io.rewindmq.jms.transport.ClientTime;
import io.rewindmq.jms.transport.Dialer;
import io.rewindmq.jms.transport.Streams;
import io.rewindmq.jms.transport.Wire;
import io.rewindmq.jms.transport.WorkerThread;
import io.rewindmq.jms.transport.tls.TlsException;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.ProtocolLimits;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes the link's wires: the first one, which must come at once, and new ones after a loss, with
 * back-off, the hosts in turn.
 */
public final class Reconnector {
  private static final int FRAME_BYTES_MAX = ProtocolLimits.DEFAULT_FRAME_BYTES_MAX;
  private static final String PRODUCT = "rewindmq-jms " + ProviderDescription.VERSION;

  private final BrokerLink link;
  private final BrokerUrl url;
  private final Dialer dialer;
  private final Credentials credentials;
  private final long connectionId;
  private final WorkerThread worker = new WorkerThread("rewindmq-reconnect");
  private volatile @Nullable String clientId;

  Reconnector(
      BrokerLink link,
      BrokerUrl url,
      Dialer dialer,
      Credentials credentials,
      long connectionId,
      @Nullable String clientId) {
    this.link = link;
    this.url = url;
    this.dialer = dialer;
    this.credentials = credentials;
    this.connectionId = connectionId;
    this.clientId = clientId;
  }

  public long connectionId() {
    return connectionId;
  }

  public @Nullable String clientId() {
    return clientId;
  }

  public void clientId(String newClientId) {
    clientId = newClientId;
  }

  /** Tries every host once. */
  void connectFirst() throws JMSException {
    JMSException last = null;
    for (BrokerUrl.Host host : url.hosts()) {
      try {
        open(host);
        if (link.connected()) {
          return;
        }
      } catch (JMSSecurityException | InvalidClientIDException refused) {
        link.end(null);
        throw refused;
      } catch (JMSException e) {
        last = e;
      }
    }
    link.end(null);
    if (last == null) {
      throw new JMSException("the URL names no host");
    }
    throw last;
  }

  private Wire open(BrokerUrl.Host host) throws JMSException {
    checkTexts();
    int timeout = url.number(ClientOption.CONNECT_TIMEOUT);
    Wire wire;
    try {
      Streams streams = dialer.dial(host.name(), host.port(), timeout);
      wire = Wire.over(streams, host.toString(), FRAME_BYTES_MAX, link);
    } catch (TlsException e) {
      throw JmsErrors.caused("no TLS with " + host + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw JmsErrors.caused(
          "no broker answers at " + host + " (" + e.getMessage() + "); is it running?", e);
    }
    try {
      link.greet(wire, hello(), timeout);
      return wire;
    } catch (JMSException e) {
      link.giveUp(wire);
      throw e;
    }
  }

  private void checkTexts() throws JMSException {
    WireText.checkClientId(clientId);
    WireText.check(ErrorCode.AUTHENTICATION_FAILED, "a user's name", credentials.user());
    WireText.check(ErrorCode.AUTHENTICATION_FAILED, "a password", credentials.password());
  }

  private Frame.Hello hello() {
    return new Frame.Hello(
        1,
        1,
        connectionId,
        url.number(ClientOption.HEARTBEAT),
        FRAME_BYTES_MAX,
        clientId,
        credentials.user(),
        credentials.password(),
        PRODUCT,
        Map.of());
  }

  /**
   * Begins to look for a broker, in the background.
   *
   * @param fatal why no other try can help; null = it may
   */
  void reconnect(IOException cause, @Nullable JMSException fatal) {
    worker.execute(
        () -> {
          if (fatal == null) {
            search(cause);
          } else {
            link.end(fatal);
          }
        });
  }

  private void search(IOException cause) {
    int attempts = url.number(ClientOption.RECONNECT_ATTEMPTS);
    Backoff backoff =
        new Backoff(
            url.number(ClientOption.RECONNECT_DELAY),
            url.number(ClientOption.RECONNECT_DELAY_MAX),
            ClientTime::between);
    JMSException last = JmsErrors.caused("the connection was lost: " + cause.getMessage(), cause);
    for (int tried = 0; attempts < 0 || tried < attempts; tried++) {
      if (tried > 0) {
        ClientTime.sleep(backoff.nextMillis());
      }
      for (BrokerUrl.Host host : url.hosts()) {
        try {
          if (isEnded()) {
            return;
          }
          Wire wire = open(host);
          try {
            restoreAll();
          } catch (JMSException e) {
            link.giveUp(wire);
            throw e;
          }
          if (link.connected()) {
            return;
          }
        } catch (JMSException e) {
          if (JmsErrors.isFinal(e)) {
            link.end(e);
            return;
          }
          last = e;
        }
      }
    }
    link.end(last);
  }

  private boolean isEnded() {
    link.lock().lock();
    try {
      return link.isEnded();
    } finally {
      link.lock().unlock();
    }
  }

  private void restoreAll() throws JMSException {
    Iterable<LinkSession> sessions;
    link.lock().lock();
    try {
      sessions = link.receivers().sessions();
    } finally {
      link.lock().unlock();
    }
    link.restoring().restore(this::call);
    for (LinkSession session : sessions) {
      session.restore(this::call);
    }
  }

  private Frame call(IntFunction<Frame> request, Consumer<Frame> onReply) throws JMSException {
    Request waiting;
    link.lock().lock();
    try {
      waiting = link.start(request, onReply);
    } finally {
      link.lock().unlock();
    }
    link.flush();
    Frame reply = link.await(waiting);
    if (reply == null) {
      throw new JMSException(
          "the connection was lost again while it was restored", ErrorCode.UNAVAILABLE.name());
    }
    return reply;
  }
}
