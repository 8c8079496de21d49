// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.inject.Inject;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections of real clients, as administrators see and end them. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // fields are injected, or made before each test
class ConnectionsApiTest {
  private static final String CONNECTIONS = "/api/v1/connections";
  private static final String QUEUE = "connections.orders";

  @Inject RunningBroker broker;

  private final BlockingQueue<JMSException> heard = new LinkedBlockingQueue<>();
  private Connection client;
  private Session session;
  private Queue queue;
  private String id;

  @BeforeEach
  void connect() throws JMSException {
    client = connected("connections-test");
    session = client.createSession(false, Session.CLIENT_ACKNOWLEDGE);
    queue = session.createQueue(QUEUE);
    id =
        when()
            .get(CONNECTIONS + "?clientId=connections-test")
            .jsonPath()
            .getString("connections[0].id");
  }

  private Connection connected(String clientId) throws JMSException {
    RewindConnectionFactory factory =
        new RewindConnectionFactory("rewind://127.0.0.1:" + broker.assembly().port());
    Connection made = factory.createConnection();
    made.setClientID(clientId);
    made.setExceptionListener(heard::add);
    made.start();
    return made;
  }

  @AfterEach
  void disconnect() throws JMSException {
    client.close();
    when().delete("/api/v1/destinations/queue/" + QUEUE + "?force=true");
  }

  private static JsonPath shown(String id) {
    return when().get(CONNECTIONS + "/" + id).then().statusCode(200).extract().jsonPath();
  }

  @Test
  void listsThoseThatAreAskedFor() throws JMSException {
    when()
        .get(CONNECTIONS + "?clientId=connections-test")
        .then()
        .statusCode(200)
        .body("connections", hasSize(1))
        .body("connections[0].id", matchesPattern("[0-9a-f]{16}"))
        .body("connections[0].user", nullValue())
        .body("connections[0].address", containsString("127.0.0.1:"))
        .body("connections[0].tls", nullValue())
        .body("connections[0].certificate", nullValue())
        .body("connections[0].client", matchesPattern("rewindmq-jms [0-9.]+"))
        .body("connections[0].since", matchesPattern("20..-.*Z"))
        .body("connections[0].idleMillis", greaterThanOrEqualTo(0))
        .body("connections[0].sessions", equalTo(1))
        .body("after", nullValue());
    String address = shown(id).getString("address");
    when().get(CONNECTIONS + "?address=" + address).then().body("connections.id", contains(id));
    when()
        .get(CONNECTIONS + "?address=127.0.0.1")
        .then()
        .body("connections.size()", greaterThan(0));
    when().get(CONNECTIONS + "?address=10.0.0.7").then().body("connections", hasSize(0));
    when().get(CONNECTIONS + "?user=nobody").then().body("connections", hasSize(0));
  }

  @Test
  void listsPageByPageTheOldestFirst() throws JMSException {
    try (Connection second = connected("connections-second");
        Connection third = connected("connections-third")) {
      assertThat(List.of(second.getClientID(), third.getClientID())).hasSize(2);
      String page = CONNECTIONS + "?limit=1";
      List<String> seen = new ArrayList<>();
      for (String next = page; next != null; ) {
        JsonPath answer = when().get(next).then().statusCode(200).extract().jsonPath();
        seen.addAll(answer.getList("connections.clientId"));
        Object after = answer.get("after");
        next = after == null ? null : page + "&after=" + after;
      }
      assertThat(seen).containsSubsequence(client.getClientID(), "connections-second");
      assertThat(seen).containsSubsequence("connections-second", "connections-third");
    }
  }

  @Test
  void refusesParametersThatAreNone() {
    for (String query : List.of("limit=0", "limit=1001", "limit=x", "after=0", "after=-1")) {
      when()
          .get(CONNECTIONS + "?" + query)
          .then()
          .statusCode(400)
          .contentType("application/problem+json")
          .body("detail", containsString("expected a whole number from 1"));
    }
    when().delete(CONNECTIONS + "/" + id + "?reconnect=perhaps").then().statusCode(400);
    given()
        .queryParam("reason", "x".repeat(201))
        .delete(CONNECTIONS + "/" + id)
        .then()
        .statusCode(400);
    for (String unknown : List.of("0", "zzzzzzzzzzzzzzzz", "0123456789abcdef")) {
      when()
          .get(CONNECTIONS + "/" + unknown)
          .then()
          .statusCode(404)
          .body("detail", containsString(unknown));
      when().delete(CONNECTIONS + "/" + unknown).then().statusCode(404);
    }
  }

  @Test
  void showsWhatAConnectionHasOpen() throws JMSException {
    for (int i = 0; i < 3; i++) {
      session.createProducer(queue).send(session.createTextMessage("message " + i));
    }
    MessageConsumer consumer = session.createConsumer(queue, "JMSPriority > 0");
    Message first = consumer.receive(10_000);
    first.acknowledge();
    assertThat(consumer.receive(10_000)).isNotNull();

    await().until(() -> shown(id).getInt("open[0].consumers[0].settled") == 1);
    when()
        .get(CONNECTIONS + "/" + id)
        .then()
        .body("id", equalTo(id))
        .body("clientId", equalTo("connections-test"))
        .body("open", hasSize(1))
        .body("open[0].messagesSent", equalTo(3))
        .body("open[0].waitsForRoom", equalTo(false))
        .body("open[0].consumers", hasSize(1))
        .body("open[0].consumers[0].destination", equalTo(QUEUE))
        .body("open[0].consumers[0].kind", equalTo("queue"))
        .body("open[0].consumers[0].group", equalTo(QUEUE))
        .body("open[0].consumers[0].selector", equalTo("JMSPriority > 0"))
        .body("open[0].consumers[0].isBrowser", equalTo(false))
        .body("open[0].consumers[0].isOpen", equalTo(true))
        .body("open[0].consumers[0].delivered", greaterThan(1))
        .body("open[0].consumers[0].inFlight", greaterThan(0))
        .body("open[0].consumers[0].credit", greaterThanOrEqualTo(0))
        .body("producers", hasSize(1))
        .body("producers[0].destination", equalTo(QUEUE))
        .body("producers[0].messages", equalTo(3))
        .body("producers[0].bytes", greaterThan(100))
        .body("socket.receivedBytes", greaterThan(100))
        .body("socket.sentBytes", greaterThan(100))
        .body("socket.isReadPaused", equalTo(false));
  }

  @Test
  void closedClientHearsWhyAndDoesNotComeBack() throws Exception {
    given()
        .queryParam("reason", "moved away")
        .delete(CONNECTIONS + "/" + id)
        .then()
        .statusCode(204);

    assertThat(heard.poll(20, TimeUnit.SECONDS))
        .hasMessageContaining("an administrator has closed the connection: moved away");
    when().get(CONNECTIONS + "/" + id).then().statusCode(404);
    when()
        .get("/api/v1/audit?limit=1&object=connection " + id)
        .then()
        .body("entries[0].verb", equalTo("connection.close"))
        .body("entries[0].outcome", equalTo("done"))
        .body("entries[0].details", equalTo("moved away"));
  }

  @Test
  void clientThatMayReturnComesBackByItself() throws JMSException {
    when().delete(CONNECTIONS + "/" + id + "?reconnect=true").then().statusCode(204);

    session.createProducer(queue).send(session.createTextMessage("after that"));
    when()
        .get(CONNECTIONS + "?clientId=connections-test")
        .then()
        .body("connections.id", everyItem(equalTo(id)));
    assertThat(heard).isEmpty();
  }

  @Test
  void closedConsumerGivesBackAndTheConnectionGoesOn() throws Exception {
    session.createProducer(queue).send(session.createTextMessage("one"));
    MessageConsumer consumer = session.createConsumer(queue);
    assertThat(consumer.receive(10_000)).isNotNull();
    long number = shown(id).getLong("open[0].consumers[0].consumer");
    String path = CONNECTIONS + "/" + id + "/consumers/";
    when().delete(path + "99999").then().statusCode(404);
    when().delete(path + "x").then().statusCode(404);

    when().delete(path + number + "?reason=stuck").then().statusCode(204);

    assertThat(heard.poll(20, TimeUnit.SECONDS))
        .hasMessageContaining("an administrator has closed the consumer: stuck");
    when().delete(path + number).then().statusCode(404);
    try (Connection other = connected("connections-other");
        Session others = other.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer next = others.createConsumer(queue)) {
      assertThat(next.receive(10_000)).isNotNull();
    }
    session.createProducer(queue).send(session.createTextMessage("goes on"));
  }
}
