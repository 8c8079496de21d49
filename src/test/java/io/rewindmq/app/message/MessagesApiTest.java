// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app.message;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.rewindmq.app.message.MessagesApi.API;
import static io.rewindmq.app.message.MessagesApi.LONG;
import static io.rewindmq.app.message.MessagesApi.ended;
import static io.rewindmq.app.message.MessagesApi.makeDestination;
import static io.rewindmq.app.message.MessagesApi.post;
import static io.rewindmq.app.message.MessagesApi.send;
import static io.rewindmq.app.message.MessagesApi.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.rewindmq.app.MessagingPort;
import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages over REST, beside applications that use them, on a whole server. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // fields are injected
class MessagesApiTest {
  private static final String ORDERS = API + "/destinations/queue/messages.orders/messages";
  private static final String PENDING = API + "/groups/messages.orders/messages";

  @BeforeEach
  void makeQueues() {
    for (String name : List.of("messages.orders", "messages.other")) {
      makeDestination(Map.of("name", name, "kind", "queue"));
    }
  }

  @AfterEach
  void removeDestinations() {
    MessagesApi.removeDestinations();
  }

  private RewindConnectionFactory factory() {
    return new RewindConnectionFactory("rewind://127.0.0.1:" + MessagingPort.get());
  }

  @Test
  void sendsWhatApplicationsReceive() throws JMSException {
    send(
        ORDERS,
        """
        {"text": "hello", "properties": {"n": 7, "big": 5, "x": 0.5, "ok": true, "s": "a'b", "b": 1},
         "propertyTypes": {"big": "long", "b": "byte"}, "correlationId": "c-1", "type": "order",
         "priority": 7, "timeToLiveMillis": 3600000}
        """);
    send(ORDERS, Map.of("base64", "AAEC"));
    send(
        ORDERS,
        "{\"map\": {\"a\": 1, \"b\": {\"base64\": \"/w==\"}}, \"mapTypes\": {\"a\": \"short\"}}");
    send(ORDERS, "{}");
    try (JMSContext context = factory().createContext()) {
      JMSConsumer consumer = context.createConsumer(context.createQueue("messages.orders"));
      TextMessage text = (TextMessage) consumer.receive(LONG.toMillis());
      assertThat(text.getText()).isEqualTo("hello");
      assertThat(text.getObjectProperty("n")).isEqualTo(7);
      assertThat(text.getObjectProperty("big")).isEqualTo(5L);
      assertThat(text.getObjectProperty("b")).isEqualTo((byte) 1);
      assertThat(text.getObjectProperty("x")).isEqualTo(0.5);
      assertThat(text.getStringProperty("s")).isEqualTo("a'b");
      assertThat(text.getJMSCorrelationID()).isEqualTo("c-1");
      assertThat(text.getJMSType()).isEqualTo("order");
      assertThat(text.getJMSPriority()).isEqualTo(7);
      assertThat(text.getJMSExpiration()).isEqualTo(text.getJMSTimestamp() + 3_600_000);
      BytesMessage bytes = (BytesMessage) consumer.receive(LONG.toMillis());
      assertThat(bytes.getBodyLength()).isEqualTo(3);
      MapMessage map = (MapMessage) consumer.receive(LONG.toMillis());
      assertThat(map.getObject("a")).isEqualTo((short) 1);
      assertThat(map.getBytes("b")).containsExactly(255);
      assertThat(consumer.receive(LONG.toMillis())).isNotInstanceOf(TextMessage.class);
    }
  }

  @Test
  void saysWhatIsWrongWithAMessage() {
    post(ORDERS, "{\"text\": \"a\", \"base64\": \"AA==\"}").statusCode(400);
    post(ORDERS, "{\"priority\": 10}").statusCode(400).body("detail", containsString("0 to 9"));
    post(ORDERS, "{\"properties\": {\"a-b\": 1}}")
        .statusCode(400)
        .body("detail", containsString("a-b"));
    post(ORDERS, "{\"properties\": {\"JMSXUserID\": \"me\"}}").statusCode(400);
    post(ORDERS, "{\"properties\": {\"a\": [1]}}").statusCode(400);
    post(ORDERS, "{\"base64\": \"?\"}").statusCode(400);
    post(API + "/destinations/queue/messages.none/messages", "{}").statusCode(404);
  }

  @Test
  void browsesInTheOrderOfConsumersWithStateAndCount() throws JMSException {
    send(ORDERS, Map.of("text", "later", "delayMillis", 3_600_000));
    send(ORDERS, Map.of("text", "first of all", "priority", 9));
    send(ORDERS, Map.of("text", "held"));
    send(ORDERS, Map.of("text", "last"));
    try (JMSContext context = factory().createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
      JMSConsumer consumer = context.createConsumer(context.createQueue("messages.orders"));
      Message got = consumer.receive(LONG.toMillis());
      assertThat(got.getBody(String.class)).isEqualTo("first of all");
      when()
          .get(PENDING)
          .then()
          .statusCode(200)
          .body("messages.body.text", contains("first of all", "held", "last", "later"))
          .body("messages[0].state", equalTo("in-flight"))
          .body("messages[3].state", equalTo("delayed"))
          .body("messages[3].delivery", notNullValue())
          .body("messages[0].priority", equalTo(9))
          .body("cursor", nullValue());
      context.recover();
    }
    when()
        .get(PENDING + "?limit=1")
        .then()
        .body("messages[0].state", equalTo("available"))
        .body("messages[0].deliveries", equalTo(1));
  }

  @Test
  void pagesAndFilters() {
    for (int i = 0; i < 25; i++) {
      send(ORDERS, Map.of("text", "m" + i, "properties", Map.of("n", i)));
    }
    String cursor = null;
    int seen = 0;
    do {
      JsonPath page =
          given()
              .queryParam("limit", 10)
              .queryParams(cursor == null ? Map.of() : Map.of("cursor", cursor))
              .get(PENDING)
              .jsonPath();
      assertThat(page.getString("messages[0].body.text")).isEqualTo("m" + seen);
      seen += page.getList("messages").size();
      cursor = page.getString("cursor");
    } while (cursor != null);
    assertThat(seen).isEqualTo(25);
    given()
        .queryParam("selector", "n >= 23")
        .get(PENDING)
        .then()
        .body("messages.body.text", contains("m23", "m24"))
        .body("messages[0].properties.n", equalTo(23))
        .body("messages[0].propertyTypes.n", equalTo("int"))
        .body("looked", equalTo(25));
    given()
        .queryParam("selector", "n >=")
        .get(PENDING)
        .then()
        .statusCode(400)
        .body("detail", containsString("selector"));
    when().get(PENDING + "?limit=0").then().statusCode(400);
    when().get(PENDING + "?cursor=x").then().statusCode(400);
    when().get(API + "/groups/messages.nobody/messages").then().statusCode(404);
  }

  @Test
  void showsWhatWasConsumedLongAgo() {
    send(ORDERS, Map.of("text", "gone"));
    String id = post(ORDERS, Map.of("text", "x".repeat(5000))).extract().path("messageId");
    try (JMSContext context = factory().createContext()) {
      JMSConsumer consumer = context.createConsumer(context.createQueue("messages.orders"));
      assertThat(consumer.receive(LONG.toMillis())).isNotNull();
      assertThat(consumer.receive(LONG.toMillis())).isNotNull();
    }
    when().get(PENDING).then().body("messages", hasSize(0));
    when()
        .get(ORDERS)
        .then()
        .body("messages.offset", contains(0, 1))
        .body("messages[0].body.text", equalTo("gone"))
        .body("messages[0].state", nullValue())
        .body("messages[1].body.truncated", equalTo(true))
        .body("messages[1].body.bytes", equalTo(5000));
    when().get(ORDERS + "?from=1").then().body("messages.offset", contains(1));
    when().get(ORDERS + "?from=-PT1H&partition=0").then().body("messages", hasSize(2));
    when().get(ORDERS + "?from=2100-01-01T00:00:00Z").then().body("messages", hasSize(0));
    when().get(ORDERS + "?partition=1").then().statusCode(404);
    when().get(ORDERS + "/0:0").then().statusCode(200).body("body.text", equalTo("gone"));
    when().get(ORDERS + "/0:7").then().statusCode(404);
    when()
        .get(ORDERS + "/" + id)
        .then()
        .statusCode(200)
        .body("offset", equalTo(1))
        .body("body.truncated", equalTo(false))
        .body("messageId", equalTo(id));
    when().get(ORDERS + "/" + id + "?bodyBytes=3").then().body("body.text", equalTo("xxx"));
    when().get(ORDERS + "/ID:rw-0000000000000000-1-1").then().statusCode(404);
    when().get(ORDERS + "/nonsense").then().statusCode(400);
  }

  @Test
  void showsEveryKindOfBody() throws JMSException {
    try (JMSContext context = factory().createContext()) {
      var queue = context.createQueue("messages.orders");
      context.createProducer().send(queue, new byte[] {1, 2, 3});
      context.createProducer().send(queue, Map.of("k", 5L));
      StreamMessage stream = context.createStreamMessage();
      stream.writeString("a");
      stream.writeInt(3);
      context.createProducer().send(queue, stream);
      context.createProducer().send(queue, context.createObjectMessage("serialized"));
      context.createProducer().send(queue, context.createMessage());
    }
    when()
        .get(PENDING)
        .then()
        .body("messages.body.type", contains("bytes", "map", "stream", "object", "none"))
        .body("messages[0].body.base64", equalTo("AQID"))
        .body("messages[1].body.map.k", equalTo(5))
        .body("messages[2].body.stream", contains("a", 3))
        .body("messages[3].body.base64", startsWith("rO0")); // Java's serialization, not read here
  }

  @Test
  void showsLargeMessagesUpToALimit() {
    byte[] large = new byte[3 << 20];
    large[large.length - 1] = 9;
    try (JMSContext context = factory().createContext()) {
      context.createProducer().send(context.createQueue("messages.orders"), large);
    }
    JsonPath cut = when().get(ORDERS + "/0:0").jsonPath();
    assertThat(cut.getInt("body.bytes")).isEqualTo(3 << 20);
    assertThat(cut.getBoolean("body.truncated")).isTrue();
    JsonPath whole = when().get(ORDERS + "/0:0?bodyBytes=4000000").jsonPath();
    assertThat(whole.getBoolean("body.truncated")).isFalse();
    assertThat(Base64.getDecoder().decode(whole.getString("body.base64"))).isEqualTo(large);
    ended(post(PENDING + "/move", Map.of("all", true, "to", "messages.other")));
    assertThat(when().get(API + "/groups/messages.other/messages").jsonPath().getList("messages"))
        .hasSize(1);
  }

  @Test
  void triesAMoveAndMoves() {
    for (int i = 0; i < 6; i++) {
      send(ORDERS, Map.of("text", "m" + i, "properties", Map.of("n", i)));
    }
    Map<String, ?> odd = Map.of("selector", "n = 1 OR n = 3", "to", "queue://messages.other");
    Map<String, Object> dry = new HashMap<>(odd);
    dry.put("dryRun", true);
    post(PENDING + "/move", dry)
        .statusCode(200)
        .body("state", equalTo("done"))
        .body("done", equalTo(2))
        .body("total", equalTo(6))
        .body("found.first.body.text", contains("m1", "m3"))
        .body("found.last.offset", equalTo(3));
    assertThat(texts("messages.orders")).hasSize(6);
    JsonPath moved = ended(post(PENDING + "/move", odd));
    assertThat(moved.getString("kind")).isEqualTo("move");
    assertThat(moved.getString("source")).isEqualTo("queue://messages.orders");
    assertThat(moved.getString("to")).isEqualTo("queue://messages.other");
    assertThat(moved.getInt("done")).isEqualTo(2);
    assertThat(moved.getString("ended")).isNotNull();
    assertThat(texts("messages.orders")).containsExactly("m0", "m2", "m4", "m5");
    assertThat(texts("messages.other")).containsExactly("m1", "m3");
    ended(post(PENDING + "/copy", Map.of("offsets", List.of("0:0"), "to", "messages.other")));
    assertThat(texts("messages.other")).containsExactly("m1", "m3", "m0");
    String id = when().get(PENDING).jsonPath().getString("messages[3].messageId");
    ended(post(PENDING + "/delete", Map.of("ids", List.of(id), "reason", "a test")));
    assertThat(texts("messages.orders")).containsExactly("m0", "m2", "m4");
    ended(post(PENDING + "/delete", Map.of("all", true)));
    assertThat(texts("messages.orders")).isEmpty();
    assertThat(when().get(API + "/operations").jsonPath().getList("kind"))
        .contains("move", "copy", "delete");
    assertThat(
            given()
                .queryParam("object", "group messages.orders")
                .get(API + "/audit")
                .jsonPath()
                .getList("entries.details", String.class))
        .anyMatch(details -> details.contains("a test"));
  }

  @Test
  void saysWhatIsWrongWithAMove() {
    post(PENDING + "/move", Map.of("to", "messages.other"))
        .statusCode(400)
        .body("detail", containsString("\"all\""));
    post(PENDING + "/move", Map.of("to", "messages.other", "all", true, "selector", "a=1"))
        .statusCode(400);
    post(PENDING + "/move", Map.of("all", true)).statusCode(400);
    post(PENDING + "/move", Map.of("all", true, "to", "messages.none")).statusCode(404);
    post(PENDING + "/move", Map.of("all", true, "to", "messages.orders")).statusCode(400);
    post(PENDING + "/move", Map.of("offsets", List.of("7"), "to", "messages.other"))
        .statusCode(400);
    post(PENDING + "/delete", Map.of("ids", List.of("7"))).statusCode(400);
    post(PENDING + "/delete", Map.of("all", true, "messagesPerSecond", -1)).statusCode(400);
    when().get(API + "/operations/nothing").then().statusCode(404);
  }

  @Test
  void cancelsWhatIsSlow() {
    for (int i = 0; i < 20; i++) {
      send(ORDERS, Map.of("text", "m" + i));
    }
    String path =
        post(PENDING + "/move", Map.of("all", true, "to", "messages.other", "messagesPerSecond", 1))
            .statusCode(202)
            .body("state", equalTo("running"))
            .extract()
            .header("Location");
    when().delete(path).then().statusCode(200).body("state", equalTo("cancelled"));
    int done = when().get(path).jsonPath().getInt("done");
    assertThat(texts("messages.orders")).hasSize(20 - done);
    assertThat(texts("messages.other")).hasSize(done);
  }

  @Test
  void whatCanNotGoBackStaysAndSaysWhy() {
    send(ORDERS, Map.of("text", "no dead letter"));
    JsonPath tried =
        ended(post(API + "/dead-letters/messages.orders/redrive", Map.of("all", true)));
    assertThat(tried.getInt("done")).isZero();
    assertThat(tried.getInt("skipped")).isEqualTo(1);
    assertThat(tried.getString("skippedWhy")).contains("does not say where it failed");
    assertThat(texts("messages.orders")).containsExactly("no dead letter");
  }
}
