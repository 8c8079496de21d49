// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rewindmq.protocol.DestinationKind;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RewindDestinationTest {
  @ParameterizedTest
  @EnumSource(DestinationKind.class)
  void isEqualByKindAndName(DestinationKind kind) {
    RewindDestination one = RewindDestination.of(kind, "orders");

    assertThat(one).isEqualTo(RewindDestination.of(kind, "orders"));
    assertThat(one).hasSameHashCodeAs(RewindDestination.of(kind, "orders"));
    assertThat(one).isNotEqualTo(RewindDestination.of(kind, "Orders"));
    for (DestinationKind other : DestinationKind.values()) {
      assertThat(one.equals(RewindDestination.of(other, "orders"))).isEqualTo(kind == other);
    }
  }

  @ParameterizedTest
  @EnumSource(DestinationKind.class)
  @DisplayName("3.4.1 A destination comes back as the right class")
  void implementsExactlyItsDomain(DestinationKind kind) {
    Destination destination = RewindDestination.of(kind, "orders");

    assertThat(destination instanceof Queue).isEqualTo(kind.isQueue());
    assertThat(destination instanceof Topic).isEqualTo(kind.isTopic());
    assertThat(destination instanceof TemporaryQueue)
        .isEqualTo(kind == DestinationKind.TEMPORARY_QUEUE);
    assertThat(destination instanceof TemporaryTopic)
        .isEqualTo(kind == DestinationKind.TEMPORARY_TOPIC);
  }

  @ParameterizedTest
  @EnumSource(DestinationKind.class)
  void parsesWhatItPrints(DestinationKind kind) throws JMSException {
    String scheme = RewindDestination.of(kind, "x").toString().split(":", -1)[0];
    String text = scheme + "://orders?start=2026-11-20T08:00:00Z";
    RewindDestination one = RewindDestination.parse(text);

    assertThat(one).hasToString(text);
    assertThat(one.kind()).isEqualTo(kind);
    assertThat(one.name()).isEqualTo("orders");
    assertThat(one.options().start()).isEqualTo("2026-11-20T08:00:00Z");
    assertThat(one.withoutOptions()).isEqualTo(RewindDestination.of(kind, "orders"));
  }

  @Test
  void printsKindAndName() {
    assertThat(new RewindQueue("orders")).hasToString("queue://orders");
    assertThat(new RewindTopic("orders?start=earliest"))
        .hasToString("topic://orders?start=earliest");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "orders", "queue:orders", "queue://", "QUEUE://a", "jms://a", "://a"})
  void refusesWhatIsNoDestination(String text) {
    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> RewindDestination.parse(text));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "")
  void refusesToBeNameless(String name) {
    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> RewindDestination.queue(name));
    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> RewindDestination.topic(name));
  }

  @ParameterizedTest
  @EnumSource(DestinationKind.class)
  void survivesSerialization(DestinationKind kind)
      throws IOException, ClassNotFoundException, JMSException {
    RewindDestination one =
        RewindDestination.parse(
            RewindDestination.of(kind, "orders").toString() + "?start=earliest");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(one);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(one).isInstanceOf(one.getClass());
    }
  }

  @Test
  void deletesThroughItsConnection() throws JMSException {
    List<RewindDestination> deleted = new ArrayList<>();
    TemporaryQueue queue = new RewindTemporaryQueue("t1", deleted::add);
    TemporaryTopic topic = new RewindTemporaryTopic("t2", deleted::add);

    queue.delete();
    topic.delete();

    assertThat(deleted).hasToString("[temp-queue://t1, temp-topic://t2]");
  }

  @Test
  void cannotDeleteWhatAnotherConnectionMade() {
    TemporaryQueue queue = new RewindTemporaryQueue("t1", null);

    assertThatExceptionOfType(jakarta.jms.IllegalStateException.class).isThrownBy(queue::delete);
  }

  @Test
  @DisplayName("3.12 Another provider's destinations are taken by their names")
  void takesForeignDestinations() throws JMSException {
    Queue queue = () -> "q";
    Topic topic = () -> "t";
    Destination neither = new Destination() {};

    assertThat(RewindDestination.of(queue)).isEqualTo(new RewindQueue("q"));
    assertThat(RewindDestination.of(topic)).isEqualTo(new RewindTopic("t"));
    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> RewindDestination.of(neither));
    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> RewindDestination.of(null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ORDERS", "queue:ORDERS", "queue://ORDERS", "queue:///ORDERS"})
  void takesAQueuesNameAsPeopleWriteIt(String text) throws JMSException {
    assertThat(RewindDestination.queue(text)).isEqualTo(new RewindQueue("ORDERS"));
    assertThat(new RewindQueue(text).getQueueName()).isEqualTo("ORDERS");
    assertThat(RewindDestination.topic(text.replace("queue", "topic")))
        .isEqualTo(new RewindTopic("ORDERS"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "QUEUE:a", "jms/queue:a", "/a", "a//b", "queue", "//a"})
  void leavesOtherNamesAsTheyAre(String text) throws JMSException {
    assertThat(RewindDestination.queue(text).name()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"topic:a", "topic://a", "temp-queue://a", "temp-topic:a", "queue:", "queue://"})
  void refusesAnotherKindAndNoName(String text) {
    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> RewindDestination.queue(text));
    assertThatIllegalArgumentException().isThrownBy(() -> new RewindQueue(text));
  }

  @Test
  void showsItsOptionsInOneWay() throws JMSException {
    RewindQueue queue = RewindDestination.queue("queue:///orders?start=EARLIEST");

    assertThat(queue.getQueueName()).isEqualTo("orders?start=earliest");
    assertThat(RewindDestination.queue(queue.getQueueName())).isEqualTo(queue);
    assertThat(queue).isNotEqualTo(new RewindQueue("orders"));
    assertThat(new RewindQueue("orders?")).isEqualTo(new RewindQueue("orders"));
  }

  @Test
  void exclusiveIsAnOptionToo() throws JMSException {
    RewindQueue queue = RewindDestination.queue("orders?exclusive=true&start=5");
    assertThat(queue.options().exclusive()).isTrue();
    assertThat(queue.getQueueName()).isEqualTo("orders?start=5&exclusive=true");
    assertThat(RewindDestination.queue("orders?exclusive=false"))
        .isEqualTo(RewindDestination.queue("orders"));
  }

  @Test
  void refusesUnknownOptionsAndNamesTheKnownOnes() {
    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> RewindDestination.topic("orders?begin=earliest"))
        .withMessage("unknown destination option 'begin'; known are exclusive, start");
    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> RewindDestination.queue("orders?exclusive=yes"))
        .withMessage("exclusive: expected true or false, got 'yes'");
    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> RewindDestination.topic("orders?start=yesterday"))
        .withMessageContaining("start: can't read \"yesterday\"");
    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> RewindDestination.topic("orders?start"));
  }

  @Test
  void takesExactlyTheNameOfAForeignDestination() throws JMSException {
    Queue queue = () -> "queue:a?b=c";

    assertThat(RewindDestination.of(queue).name()).isEqualTo("queue:a?b=c");
  }
}
