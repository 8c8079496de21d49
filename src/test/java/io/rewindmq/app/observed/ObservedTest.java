// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app.observed;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.rewindmq.app.MessagingPort;
import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What operators see of a whole server: metrics, warnings and traces. */
@QuarkusTest
@TestProfile(ObservedProfile.class)
@SuppressWarnings("NullAway.Init") // fields are injected
class ObservedTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final Pattern TYPE_LINE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final Pattern DOCUMENTED =
      Pattern.compile("`((?:rewind|jvm|process|system)_[a-z0-9_]+)`");

  /** Families of the libraries, which may come and go with what happens. */
  private static final Pattern OF_LIBRARIES =
      Pattern.compile("(jvm|process|system|http_server|vertx_http|worker_pool|netty)_.*");

  @Test
  void pageOfMetricsNamesWhatIsShownAndNothingElse() throws IOException {
    useAll();
    String shown = metrics();
    Set<String> names = new TreeSet<>();
    Set<String> types = new TreeSet<>();
    for (Matcher line = TYPE_LINE.matcher(shown); line.find(); ) {
      names.add(line.group(1));
      types.add(line.group(1) + " " + line.group(2));
    }
    String page = Files.readString(Path.of("docs/metrics.md"));
    Set<String> documented =
        DOCUMENTED
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .collect(toCollection(TreeSet::new));
    documented.removeIf(name -> name.endsWith("_")); // the beginnings of names
    Set<String> withValues =
        shown
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.replaceFirst("[{ ].*", "").replaceFirst("_bucket$", ""))
            .collect(toCollection(TreeSet::new));

    assertThat(documented).allSatisfy(name -> assertThat(names).contains(name));
    withValues.add("rewind_logins_failed_total"); // there are no users here
    assertThat(withValues)
        .as("of a family without values only the heading is shown")
        .containsAll(documented);
    assertThat(names)
        .filteredOn(name -> !OF_LIBRARIES.matcher(name).matches())
        .allSatisfy(name -> assertThat(documented).contains(name));
    for (Matcher row = Pattern.compile("(?m)^\\| `(rewind_\\w+)` \\| (\\w+) \\|").matcher(page);
        row.find(); ) {
      assertThat(types).contains(row.group(1) + " " + row.group(2));
    }
  }

  @Test
  void figuresOfDestinationAndGroupAreRightAndEndWithThem() {
    try (JMSContext context = factory().createContext(Session.CLIENT_ACKNOWLEDGE)) {
      for (int i = 0; i < 5; i++) {
        context.createProducer().send(context.createQueue("observed.figures"), "message");
      }
      var consumer = context.createConsumer(context.createQueue("observed.figures"));
      Message first = consumer.receive(LONG.toMillis());
      Message second = consumer.receive(LONG.toMillis());
      assertThat(first).isNotNull();
      acknowledge(second);
      awaitMetric(
          "rewind_destination_messages_in_total{kind=\"queue\",destination=\"observed.figures\",} 5.0");
      awaitMetric(
          "rewind_destination_messages_acknowledged_total{kind=\"queue\",destination=\"observed.figures\",} 2.0");
      awaitMetric(
          "rewind_destination_log_end_offset{kind=\"queue\",destination=\"observed.figures\",} 5.0");
      awaitMetric(group("rewind_group_backlog_messages") + " 3.0");
      awaitMetric(group("rewind_group_consumers") + " 1.0");
      awaitMetric(group("rewind_group_in_flight_messages") + " 3.0");
      assertThat(consumer.receive(LONG.toMillis())).isNotNull();
      context.recover(); // an attempt that has failed
      assertThat(consumer.receive(LONG.toMillis())).isNotNull();
      await().atMost(LONG).until(() -> value(group("rewind_group_redeliveries_total")) >= 1);
      assertThat(value(group("rewind_group_oldest_age_seconds"))).isPositive().isLessThan(60);
      assertThat(
              value(
                  "rewind_destination_backlog_bytes{kind=\"queue\",destination=\"observed.figures\",}"))
          .isPositive();
      assertThat(
              value(
                  "rewind_destination_history_bytes{kind=\"queue\",destination=\"observed.figures\",}"))
          .isPositive();
    }
    when().delete("/api/v1/destinations/queue/observed.figures").then().statusCode(204);
    await().atMost(LONG).until(() -> !metrics().contains("destination=\"observed.figures\""));
  }

  @Test
  void seriesAreBounded() {
    try (JMSContext context = factory().createContext()) {
      for (int i = 0; i < 40; i++) {
        context.createProducer().send(context.createQueue("observed.many." + i), "message");
      }
      await().atMost(LONG).until(() -> value("rewind_destinations") >= 40);
      String shown = metrics();
      assertThat(count(shown, "rewind_destination_messages_in_total{")).isEqualTo(20);
      assertThat(count(shown, "rewind_group_backlog_messages{")).isEqualTo(20);
      for (int i = 0; i < 40; i++) {
        when().delete("/api/v1/destinations/queue/observed.many." + i).then().statusCode(204);
      }
    }
  }

  @Test
  void warnsOfASlowConsumerAndOfABacklogAndSaysWhenItIsOver() {
    List<String> lines = new CopyOnWriteArrayList<>();
    Handler handler = collector(lines);
    Logger logger = Logger.getLogger("io.rewindmq.health.Warnings");
    logger.addHandler(handler);
    RewindConnectionFactory small =
        new RewindConnectionFactory("rewind://127.0.0.1:" + MessagingPort.get() + "?prefetch=10");
    try (JMSContext context = small.createContext(Session.CLIENT_ACKNOWLEDGE)) {
      var queue = context.createQueue("observed.slow");
      for (int i = 0; i < 60; i++) {
        context.createProducer().send(context.createQueue("observed.slow"), "message");
      }
      var consumer = context.createConsumer(queue);
      Message held = consumer.receive(LONG.toMillis());
      await().atMost(LONG).until(() -> has(lines, "RWQ-0501", "observed.slow"));
      await().atMost(LONG).until(() -> has(lines, "RWQ-0502", "observed.slow"));
      await().atMost(LONG).until(() -> has(lines, "RWQ-0503", "observed.slow"));
      assertThat(value("rewind_slow_consumers")).isPositive();
      assertThat(value("rewind_groups_far_behind")).isPositive();
      assertThat(value("rewind_groups_late")).isPositive();
      for (int i = 0; i < 59; i++) {
        held = consumer.receive(LONG.toMillis());
      }
      acknowledge(held);
      await()
          .atMost(LONG)
          .until(
              () ->
                  lines.stream()
                          .filter(
                              line -> line.contains("RWQ-0504") && line.contains("observed.slow"))
                          .count()
                      >= 3);
      assertThat(
              lines.stream()
                  .filter(line -> line.contains("observed.slow") && !line.contains("RWQ-0504")))
          .as("each is said once while it lasts")
          .hasSize(3);
    } finally {
      logger.removeHandler(handler);
    }
    when().delete("/api/v1/destinations/queue/observed.slow").then().statusCode(204);
  }

  @Test
  void oneTraceLeadsThroughTheBroker() throws JMSException {
    try (JMSContext context = factory().createContext(Session.CLIENT_ACKNOWLEDGE)) {
      TextMessage message = context.createTextMessage("traced");
      message.setStringProperty("traceparent", "00-" + TRACE + "-" + PARENT + "-01");
      message.setStringProperty("tracestate", "vendor=1");
      TextMessage unsampled = context.createTextMessage("not sampled");
      unsampled.setStringProperty(
          "traceparent", "00-1" + TRACE.substring(1) + "-" + PARENT + "-00");
      var queue = context.createQueue("observed.traced");
      context.createProducer().send(queue, unsampled);
      context.createProducer().send(queue, message);
      var consumer = context.createConsumer(queue);
      consumer.receive(LONG.toMillis());
      Message received = consumer.receive(LONG.toMillis());
      assertThat(received.getStringProperty("traceparent")).contains(TRACE);
      context.recover();
      consumer.receive(LONG.toMillis());
      acknowledge(consumer.receive(LONG.toMillis()));
    }
    await().atMost(LONG).until(() -> named("settle observed.traced").size() == 1);

    List<SpanReceiver.Received> sent = named("send observed.traced");
    List<SpanReceiver.Received> delivered = named("deliver observed.traced");
    SpanReceiver.Received settled = named("settle observed.traced").getFirst();
    assertThat(SpanReceiver.spans()).allMatch(span -> span.traceId().equals(TRACE));
    assertThat(sent)
        .hasSize(1)
        .allMatch(span -> span.parentId().equals(PARENT) && span.status() == 0);
    assertThat(delivered).hasSize(2).allMatch(span -> span.parentId().equals(PARENT));
    assertThat(delivered).extracting(SpanReceiver.Received::status).containsExactlyInAnyOrder(0, 2);
    assertThat(delivered)
        .filteredOn(span -> span.status() == 0)
        .extracting(SpanReceiver.Received::spanId)
        .containsExactly(settled.parentId());
  }

  private static List<SpanReceiver.Received> named(String name) {
    return SpanReceiver.spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  /** So that each figure has something to show. */
  private void useAll() {
    try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), MessagingPort.get())) {
      stranger.getOutputStream().write(new byte[] {0, 0, 0, 8, 99, 0, 0, 0, 0, 0, 0, 0});
      assertThat(stranger.getInputStream().readAllBytes()).isNotEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (JMSContext context = factory().createContext()) {
      var queue = context.createQueue("observed.all");
      context.createProducer().send(queue, "message");
      context.createConsumer(queue).receive(LONG.toMillis());
    }
    await().atMost(LONG).until(() -> metrics().contains("destination=\"observed.all\""));
  }

  private void awaitMetric(String line) {
    await().atMost(LONG).untilAsserted(() -> assertThat(metrics().lines()).contains(line));
  }

  private double value(String series) {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElse(Double.NaN);
  }

  private String group(String metric) {
    String start =
        metric
            + "{kind=\"queue\",destination=\"observed.figures\",group=\"observed.figures\",id=\"";
    return metrics()
        .lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .findFirst()
        .orElse(start);
  }

  private static long count(String text, String start) {
    return text.lines().filter(line -> line.startsWith(start)).count();
  }

  private static boolean has(List<String> lines, String id, String name) {
    return lines.stream().anyMatch(line -> line.contains(id) && line.contains(name));
  }

  private static void acknowledge(Message message) {
    try {
      message.acknowledge();
    } catch (JMSException e) {
      throw new AssertionError(e);
    }
  }

  private static Handler collector(List<String> lines) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        lines.add(line.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  private static String metrics() {
    return given()
        .accept("text/plain")
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private RewindConnectionFactory factory() {
    return new RewindConnectionFactory("rewind://127.0.0.1:" + MessagingPort.get());
  }
}
