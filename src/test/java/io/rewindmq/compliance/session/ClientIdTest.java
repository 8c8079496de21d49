// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.compliance.Clause;
import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Client identifiers: specification section 6.1.2. */
class ClientIdTest extends SessionSuite {
  private RewindConnectionFactory configured(String clientId) {
    RewindConnectionFactory with = new RewindConnectionFactory(broker.url());
    with.setClientId(clientId);
    return with;
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.2", rule = "A client id can be set right after the connection is made")
  void canBeSetAtOnce(Api api) throws JMSException {
    Client client = stopped(api);
    assertThat(client.clientId()).isNull();

    client.clientId(name);

    assertThat(client.clientId()).isEqualTo(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.2", rule = "A connection has the client id of its connection factory")
  void comesFromTheFactory(Api api) throws JMSException {
    Client client = api.connect(configured(name));

    assertThat(client.clientId()).isEqualTo(name);
    client.closeConnection();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.2", rule = "Setting a client id does not override the factory's")
  void isNotOverridden(Api api) throws JMSException {
    Client client = api.connect(configured(name));

    assertRefused(api, IllegalStateException.class, () -> client.clientId("other"));

    assertThat(client.clientId()).isEqualTo(name);
    client.closeConnection();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.2", rule = "A client id that was set by hand can't be set again")
  void isSetOnce(Api api) throws JMSException {
    Client client = stopped(api);
    client.clientId(name);

    assertRefused(api, IllegalStateException.class, () -> client.clientId("other"));
    assertRefused(api, IllegalStateException.class, () -> client.clientId(name));

    assertThat(client.clientId()).isEqualTo(name);
  }

  /** Something that a client does with its connection. */
  record Action(String what, Step step) {
    interface Step {
      void on(Client client) throws JMSException;
    }

    @Override
    public String toString() {
      return what;
    }
  }

  static List<Action> actions() {
    return List.of(
        new Action("start", Client::start),
        new Action("stop", Client::stop),
        new Action("use of the session", client -> client.text("a")),
        new Action("producer", client -> client.producer()),
        new Action("consumer", client -> client.consumer(client.queue("unused"))),
        new Action("second session", client -> client.sibling(AUTO).text("a")));
  }

  @ParameterizedTest
  @MethodSource("actions")
  @Clause(section = "6.1.2", rule = "After any other action it is too late for a client id")
  void isRefusedAfterAConnectionWasUsed(Action action) throws JMSException {
    Client client = stopped(Api.CLASSIC);
    action.step().on(client);

    assertRefused(Api.CLASSIC, IllegalStateException.class, () -> client.clientId(name));

    assertThat(client.clientId()).isNull();
  }

  @ParameterizedTest
  @MethodSource("actions")
  @Clause(section = "6.1.2", rule = "After any other action it is too late for a client id")
  void isRefusedAfterAContextWasUsed(Action action) throws JMSException {
    Client client = stopped(Api.SIMPLIFIED);
    action.step().on(client);

    assertRefused(Api.SIMPLIFIED, IllegalStateException.class, () -> client.clientId(name));

    assertThat(client.clientId()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.2", rule = "Looking at a connection is no action that closes the door")
  void canBeSetAfterLooking(Api api) throws JMSException {
    Client client = stopped(api);
    assertThat(client.metaData().getJMSVersion()).isNotNull();
    assertThat(client.exceptionListener()).isNull();

    client.clientId(name);

    assertThat(client.clientId()).isEqualTo(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.2", rule = "A client id is used by one connection at a time")
  void isNotShared(Api api) throws JMSException {
    stopped(api).clientId(name);
    Client second = stopped(api);

    assertRefused(api, InvalidClientIDException.class, () -> second.clientId(name));
    assertRefused(
        api, InvalidClientIDException.class, () -> api.connect(configured(name)).closeConnection());

    assertThat(second.clientId()).isNull();
    second.clientId(name + "-2");
    assertThat(second.clientId()).isEqualTo(name + "-2");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.2", rule = "Closing a connection frees its client id")
  void isFreedByClose(Api api) throws JMSException {
    Client first = stopped(api);
    first.clientId(name);
    first.closeConnection();

    Client second = stopped(api);
    second.clientId(name);

    assertThat(second.clientId()).isEqualTo(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.2", rule = "All sessions of a connection have its client id")
  void isTheConnections(Api api) throws JMSException {
    Client client = stopped(api);
    client.clientId(name);

    assertThat(client.sibling(AUTO).clientId()).isEqualTo(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "10.3", rule = "A client id that the provider rejects is an invalid client id")
  void mustBeSomething(Api api) throws JMSException {
    Client client = stopped(api);

    assertRefused(api, InvalidClientIDException.class, () -> client.clientId(null));
    assertRefused(api, InvalidClientIDException.class, () -> client.clientId(""));
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.1.2",
      rule = "An unshared durable subscription can't be made without a client id")
  void isNeededForADurableSubscription(Api api) throws JMSException {
    Client client = stopped(api);

    assertRefused(
        api, IllegalStateException.class, () -> client.durable(client.topic(name), "sub"));
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.2", rule = "The client id scopes the names of durable subscriptions")
  void scopesSubscriptions(Api api) throws JMSException {
    Client first = subscriber(api, name + "-a");
    Client second = subscriber(api, name + "-b");
    Client.Consumer one = first.durable(first.topic(name), "sub");
    Client.Consumer two = second.durable(second.topic(name), "sub");

    first.send(first.topic(name), "to both");

    assertThat(text(next(one))).isEqualTo("to both");
    assertThat(text(next(two))).isEqualTo("to both");
  }

  private Client subscriber(Api api, String clientId) throws JMSException {
    Client client = stopped(api);
    client.clientId(clientId);
    client.start();
    return client;
  }
}
