// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.compliance.Clause;
import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.testkit.TestBroker;
import jakarta.jms.ExceptionListener;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ExceptionListener: specification section 6.1.7. */
class ExceptionListenerTest extends SessionSuite {
  /** The call of a listener: what it was given and by which thread. */
  private record Told(JMSException what, Thread by) {}

  private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

  private void note(JMSException what) {
    told.add(new Told(what, Thread.currentThread()));
  }

  /** A client of a broker of its own that does not come back. */
  private static Client impatient(Api api, TestBroker doomed) throws JMSException {
    return api.connect(new RewindConnectionFactory(doomed.url() + "?reconnect.attempts=0"));
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.7", rule = "The listener can be set, read and unset")
  void isSetAndRead(Api api) throws JMSException {
    Client client = stopped(api);
    ExceptionListener listener = failure -> {};
    assertThat(client.exceptionListener()).isNull();

    client.exceptionListener(listener);
    assertThat(client.exceptionListener()).isSameAs(listener);
    assertThat(client.sibling(AUTO).exceptionListener()).isSameAs(listener);

    client.exceptionListener(null);
    assertThat(client.exceptionListener()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.7", rule = "The listener hears of a connection that is lost for good")
  void hearsOfALostConnection(Api api, @TempDir Path dir) throws Exception {
    TestBroker doomed = TestBroker.start(dir);
    Client client = impatient(api, doomed);
    client.exceptionListener(this::note);
    client.text("uses the session");

    doomed.close();

    Told once = take(told);
    assertThat(once.what()).isInstanceOf(JMSException.class).hasMessageContaining("connection");
    assertThat(once.by()).isNotSameAs(Thread.currentThread());
    assertThat(told.poll(SHORT, TimeUnit.MILLISECONDS)).isNull();
    client.closeConnection();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.7", rule = "The listener may use the API, close included")
  void mayCloseTheConnection(Api api, @TempDir Path dir) throws Exception {
    TestBroker doomed = TestBroker.start(dir);
    Client client = impatient(api, doomed);
    client.text("uses the session");
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    client.exceptionListener(failure -> outcomes.add(Task.outcome(client::closeConnection)));

    doomed.close();

    assertThat(take(outcomes)).isEqualTo("done");
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.7", rule = "The listener may connect anew")
  void mayConnectAnew(Api api, @TempDir Path dir) throws Exception {
    TestBroker doomed = TestBroker.start(dir);
    Client client = impatient(api, doomed);
    client.text("uses the session");
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    client.exceptionListener(
        failure -> outcomes.add(Task.outcome(() -> client(api).send(queueOf(api), "a"))));

    doomed.close();

    assertThat(take(outcomes)).isEqualTo("done");
    assertHolds(name, "a");
    client.closeConnection();
  }

  private jakarta.jms.Queue queueOf(Api api) throws JMSException {
    return stopped(api).queue(name);
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.7", rule = "What a caller is told is not told to the listener too")
  void doesNotHearWhatCallersHear(Api api) throws Exception {
    Client client = stopped(api);
    client.exceptionListener(this::note);

    assertRefused(api, InvalidDestinationException.class, () -> client.consumer(null));
    assertThatExceptionOfType(Exception.class)
        .isThrownBy(() -> client.consumer(client.queue(name), "no selector at all"));
    assertThatExceptionOfType(Exception.class).isThrownBy(client::commit);

    assertThat(told.poll(SHORT, TimeUnit.MILLISECONDS)).isNull();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(section = "6.1.7", rule = "Closing a connection is no problem to tell of")
  void doesNotHearOfClose(Api api) throws Exception {
    Client client = client(api);
    client.exceptionListener(this::note);
    client.consumer(client.queue(name)).listener(message -> {});

    client.closeConnection();

    assertThat(told.poll(SHORT, TimeUnit.MILLISECONDS)).isNull();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.1.7",
      rule = "The provider solves what it can before it tells the client of a problem")
  void doesNotHearOfWhatWasSolved(Api api, @TempDir Path dir) throws Exception {
    TestBroker restarted = TestBroker.start(dir);
    Client client = api.connect(new RewindConnectionFactory(restarted.url()));
    client.exceptionListener(this::note);
    client.start();
    client.send(client.queue(name), "before");

    restarted.restart();
    client.send(client.queue(name), "after");

    assertThat(texts(client.consumer(client.queue(name)), 2)).containsExactly("before", "after");
    assertThat(told).isEmpty();
    client.closeConnection();
    restarted.close();
  }

  @ParameterizedTest
  @EnumSource
  @Clause(
      section = "6.1.7",
      rule = "A receive that waits ends when the connection is lost for good")
  void aPendingReceiveEnds(Api api, @TempDir Path dir) throws Exception {
    TestBroker doomed = TestBroker.start(dir);
    Client client = impatient(api, doomed);
    client.start();
    Client.Consumer consumer = client.consumer(client.queue(name));
    Task<String> receive = Task.run(() -> assertThat(consumer.receive()).isNull()).staysBlocked();

    doomed.close();

    assertThat(receive.result()).isEqualTo("done");
    client.closeConnection();
  }
}
