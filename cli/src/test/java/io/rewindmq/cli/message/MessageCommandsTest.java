// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rewindmq.cli.CommandLineRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands about messages against an administration that the test plays. */
@SuppressWarnings("NullAway.Init") // the server is made before each test
class MessageCommandsTest {
  private static final String PAGE =
      """
      {"messages":[{"partition":0,"offset":42,"appended":"2026-11-30T08:00:00Z","state":"in-flight",
        "deliveries":2,"messageId":"ID:rw-1","persistent":true,"priority":7,
        "properties":{"country":"FR"},"propertyTypes":{"country":"string"},
        "body":{"type":"text","text":"one\\nbottle","bytes":10,"truncated":false}}],
       "cursor":"0.4.43","looked":9}
      """;
  private static final String OPERATION =
      """
      {"id":"00000000-0000-0003-0000-000000000007","kind":"move","source":"queue://orders",
       "group":"orders","to":"queue://parked","dryRun":false,"who":"anna","begun":"2026-11-30T08:00:00Z",
       "state":"STATE","total":6,"looked":6,"done":2,"inFlight":1,"skipped":0}
      """;

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Deque<String> answers = new ArrayDeque<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** The answers in their order; the last one again and again. */
  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(
        (exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
    String text = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private CommandLineRun run(String... args) {
    String[] all = new String[args.length + 1];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--admin=http://127.0.0.1:" + server.getAddress().getPort();
    return CommandLineRun.of(all);
  }

  private CommandLineRun succeed(String... args) {
    CommandLineRun run = run(args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private static String operation(String state) {
    return OPERATION.replace("STATE", state);
  }

  @Test
  void browsesWhatIsPendingAndWhatIsKept() {
    answers.add(PAGE);
    String[] lines =
        succeed("message", "browse", "a b", "--selector", "n = 1").out().split("\n", -1);
    assertThat(lines[0]).containsSubsequence("PLACE", "STATE", "DELIVERIES", "BODY");
    assertThat(lines[1]).containsSubsequence("0:42", "in-flight", "2", "7", "one bottle");
    assertThat(lines[2]).isEqualTo("looked at 9 messages; there is more: --cursor 0.4.43");
    succeed("message", "browse", "orders", "--cursor", "0.4.43", "--limit=5", "--json");
    succeed("message", "browse", "orders", "--history", "--from=-PT1H", "--partition=1");
    succeed("deadletter", "browse", "DLQ.o", "--group=it's", "--selector=n=1");
    assertThat(requests)
        .containsExactly(
            "GET /api/v1/groups/a%20b/messages?limit=50&bodyBytes=256&selector=n%20%3D%201",
            "GET /api/v1/groups/orders/messages?limit=5&bodyBytes=256&cursor=0.4.43",
            "GET /api/v1/destinations/queue/orders/messages?limit=50&bodyBytes=256&from=-PT1H"
                + "&partition=1",
            "GET /api/v1/groups/DLQ.o/messages?limit=50&bodyBytes=256&selector="
                + "JMS_Rewind_Group%20%3D%20%27it%27%27s%27%20AND%20%28n%3D1%29");
  }

  @Test
  void showsOneMessage() {
    answers.add(PAGE.substring(PAGE.indexOf('[') + 1, PAGE.indexOf("],")));
    String shown = succeed("message", "show", "orders", "0:42").out();
    assertThat(shown.lines().map(line -> line.strip().replaceAll(" +", " ")))
        .contains("priority 7", "country FR (string)", "one", "bottle");
    succeed("message", "show", "--topic", "prices", "ID:rw-1", "--json");
    assertThat(requests)
        .containsExactly(
            "GET /api/v1/destinations/queue/orders/messages/0%3A42?bodyBytes=1048576",
            "GET /api/v1/destinations/topic/prices/messages/ID%3Arw-1?bodyBytes=1048576");
  }

  @Test
  void sendsWhatIsSaid() {
    answers.add("{\"messageId\":\"ID:rw-7\"}");
    assertThat(succeed("message", "send", "orders", "hello", "-p", "a=b", "--priority=7").out())
        .isEqualTo("sent ID:rw-7 to orders\n");
    succeed("message", "send", "--topic", "prices", "--map", "id=7", "--delay-millis=5");
    assertThat(requests)
        .containsExactly(
            "POST /api/v1/destinations/queue/orders/messages"
                + " {\"text\":\"hello\",\"properties\":{\"a\":\"b\"},\"priority\":7}",
            "POST /api/v1/destinations/topic/prices/messages"
                + " {\"map\":{\"id\":\"7\"},\"delayMillis\":5}");
  }

  @Test
  void watchesAMoveToItsEnd() {
    answers.addAll(List.of(operation("running"), operation("running"), operation("done")));
    CommandLineRun run =
        succeed(
            "message", "move", "orders", "--to=parked", "--selector=n=1", "--rate=5", "--reason=r");
    assertThat(run.out())
        .isEqualTo(
            """
            done: move 2 of 6 (operation 00000000-0000-0003-0000-000000000007)
            1 left alone, since consumers have them
            """);
    assertThat(run.err()).as("no bar without a terminal").isEmpty();
    assertThat(requests)
        .containsExactly(
            "POST /api/v1/groups/orders/messages/move {\"selector\":\"n=1\",\"messagesPerSecond\":5,"
                + "\"reason\":\"r\",\"to\":\"parked\"}",
            "GET /api/v1/operations/00000000-0000-0003-0000-000000000007",
            "GET /api/v1/operations/00000000-0000-0003-0000-000000000007");
  }

  @Test
  void anOperationThatFailsOrIsCancelledIsNoSuccess() {
    answers.add(operation("failed").replace("\"skipped\"", "\"cause\":\"it is full\",\"skipped\""));
    CommandLineRun failed = run("message", "delete", "orders", "--all");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.out()).startsWith("failed: move 2 of 6; it is full");
    answers.clear();
    answers.add(operation("cancelled"));
    assertThat(run("message", "copy", "orders", "--to=a", "--id=ID:rw-1").exitCode()).isEqualTo(1);
    answers.clear();
    answers.add(operation("running"));
    assertThat(run("message", "copy", "orders", "--to=a", "--all", "--no-wait").exitCode())
        .isZero();
  }

  @Test
  void aDryRunShowsWhatItWouldTake() {
    String found = PAGE.substring(PAGE.indexOf('[') + 1, PAGE.indexOf("],"));
    answers.add(
        operation("done")
            .replace("\"dryRun\":false", "\"dryRun\":true")
            .replace(
                "\"skipped\":0",
                "\"skipped\":3,\"skippedWhy\":\"gone\",\"found\":{\"first\":["
                    + found
                    + "],\"last\":"
                    + found
                    + "}"));
    String out = succeed("deadletter", "redrive", "DLQ.a", "--cause=expired", "--dry-run").out();
    assertThat(out)
        .startsWith("would move 2 of 6 (nothing was changed)\n")
        .contains("3 left alone: gone", "0:42", "…");
    assertThat(requests)
        .containsExactly(
            "POST /api/v1/dead-letters/DLQ.a/redrive {\"dryRun\":true,\"cause\":\"expired\"}");
  }

  @Test
  void listsDeadLettersByCause() {
    answers.addAll(
        List.of(
            "[{\"queue\":\"DLQ.orders\",\"messages\":3,\"inFlight\":0}]",
            """
            {"queue":"DLQ.orders","causes":[{"destination":"queue://orders","group":"orders",
             "cause":"dead-lettered","messages":3,"last":"2026-11-30T08:00:00Z"}],
             "looked":3,"complete":true}
            """));
    String[] lines = succeed("deadletter", "list").out().split("\n", -1);
    assertThat(lines[1])
        .containsSubsequence("DLQ.orders", "3", "dead-lettered", "queue://orders", "orders");
    assertThat(requests)
        .containsExactly("GET /api/v1/dead-letters", "GET /api/v1/dead-letters/DLQ.orders");
  }

  @Test
  void listsShowsAndCancelsOperations() {
    answers.add("[" + operation("running") + "]");
    assertThat(succeed("operation", "list").out())
        .containsSubsequence("OPERATION", "move", "queue://orders", "running", "2/6", "anna");
    answers.clear();
    answers.add(operation("cancelled"));
    assertThat(succeed("operation", "cancel", "x", "--reason=a b").out()).startsWith("cancelled");
    assertThat(succeed("operation", "show", "x").out()).startsWith("cancelled");
    assertThat(run("operation", "show", "x", "--watch").exitCode()).isEqualTo(1);
    assertThat(requests).contains("DELETE /api/v1/operations/x?reason=a%20b");
  }

  @Test
  void theBarShowsHowFarItIs() {
    assertThat(ProgressBar.line("move", 50, 100, 7))
        .isEqualTo(
            "move     ["
                + "#".repeat(15)
                + ".".repeat(15)
                + "]  50 %  50 of 100 looked at, 7 done");
    assertThat(ProgressBar.line("move", 0, 0, 0)).contains("100 %");
  }

  @Test
  void wrongUsageEndsWithTwo() {
    assertThat(run("message", "move", "orders", "--all").exitCode()).isEqualTo(2);
    assertThat(run("message", "show", "orders").exitCode()).isEqualTo(2);
    assertThat(run("operation", "cancel").exitCode()).isEqualTo(2);
    assertThat(requests).isEmpty();
  }

  @Test
  void examplesOfTheHelpAreCommands() {
    answers.add(operation("done"));
    List<String> examples =
        Stream.of("message", "message send", "deadletter", "operation")
            .flatMap(c -> CommandLineRun.of((c + " --help").split(" ", -1)).out().lines())
            .filter(line -> line.startsWith("  rewind "))
            .map(String::strip)
            .toList();
    assertThat(examples).hasSizeGreaterThan(15);
    for (String example : examples) {
      String[] words = example.replace("'", "").substring("rewind ".length()).split(" +", -1);
      assertThat(run(words).exitCode()).as(example).isNotEqualTo(2);
    }
  }
}
