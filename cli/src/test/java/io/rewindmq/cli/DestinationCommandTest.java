// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code rewind destination} against an administration that the test plays. */
@SuppressWarnings("NullAway.Init") // the server is made before each test
class DestinationCommandTest {
  private static final String ORDERS =
      """
      {"id":1,"name":"orders","kind":"queue","groups":1,"consumers":2,
       "settings":{"deliveriesMax":{"value":5,"from":"own"},
                   "expiryQueue":{"value":null,"from":"default"}},
       "partitions":[{"partition":0,"logStartOffset":0,"logEndOffset":7}]}
      """;

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private int status = 200;
  private String answer = ORDERS;

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

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(
        (exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
    byte[] text = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, text.length == 0 ? -1 : text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  private CommandLineRun run(String... args) {
    String[] all = new String[args.length + 2];
    all[0] = "destination";
    System.arraycopy(args, 0, all, 1, args.length);
    all[args.length + 1] = "--admin=http://127.0.0.1:" + server.getAddress().getPort();
    return CommandLineRun.of(all);
  }

  private CommandLineRun succeed(String... args) {
    CommandLineRun run = run(args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  @Test
  void listsDestinations() {
    answer = "[" + ORDERS + "]";

    String[] lines = succeed("list").out().split("\n", -1);
    assertThat(lines[0]).containsSubsequence("DESTINATION", "KIND", "PARTITIONS", "CONSUMERS");
    assertThat(lines[1]).containsSubsequence("orders", "queue", "1", "1", "2");
    assertThat(succeed("list", "--json").out()).contains("\"logEndOffset\" : 7");
    assertThat(requests).containsOnly("GET /api/v1/destinations");
  }

  @Test
  void showsSettingsAndWhereTheyComeFrom() {
    String shown = succeed("show", "orders").out();

    assertThat(shown.lines().map(line -> line.strip().replaceAll(" +", " ")))
        .contains("queue orders", "deliveriesMax 5 own", "expiryQueue none default");
    assertThat(succeed("show", "--topic", "a b/c", "--json").out()).contains("\"from\" : \"own\"");
    assertThat(requests)
        .containsExactly(
            "GET /api/v1/destinations/queue/orders", "GET /api/v1/destinations/topic/a%20b%2Fc");
  }

  @Test
  void createsWithTheSettingsThatAreSaidAndNoOthers() {
    status = 201;
    assertThat(
            succeed(
                    "create",
                    "orders",
                    "--partitions=4",
                    "--deliveries-max=5",
                    "--replay-allowed=false",
                    "--dead-letter-queue=dead",
                    "--retention-millis=1000",
                    "--backlog-bytes-max=5000",
                    "--backlog-policy=fail")
                .out())
        .isEqualTo("created queue orders\n");
    assertThat(succeed("create", "--topic", "news", "--json").out()).startsWith("{");
    assertThat(requests)
        .containsExactly(
            "POST /api/v1/destinations {\"retentionMillis\":1000,\"replayAllowed\":false,"
                + "\"deliveriesMax\":5,\"deadLetterQueue\":\"dead\",\"backlogBytesMax\":5000,"
                + "\"backlogPolicy\":\"fail\",\"name\":\"orders\",\"kind\":\"queue\",\"partitions\":4}",
            "POST /api/v1/destinations {\"name\":\"news\",\"kind\":\"topic\",\"partitions\":1}");
  }

  @Test
  void changesAndResetsSettings() {
    String changed =
        succeed(
                "set",
                "orders",
                "--redelivery-delay-millis-max=60000",
                "--reset=deliveries-max",
                "--reset=expiryQueue")
            .out();

    assertThat(changed).startsWith("queue orders\n");
    assertThat(requests)
        .containsExactly(
            "PATCH /api/v1/destinations/queue/orders {\"redeliveryDelayMillisMax\":60000,"
                + "\"deliveriesMax\":null,\"expiryQueue\":null}");
  }

  @Test
  void settingNothingOrTwiceIsWrongUsage() {
    CommandLineRun nothing = run("set", "orders");
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.err()).contains("expected a setting", "Usage: rewind destination set");
    CommandLineRun twice = run("set", "orders", "--deliveries-max=5", "--reset=deliveries-max");
    assertThat(twice.exitCode()).isEqualTo(2);
    assertThat(twice.err()).contains("--deliveries-max is said and reset");
    assertThat(run("create", "orders", "--deliveries-max=ten").exitCode()).isEqualTo(2);
    assertThat(run("show").exitCode()).isEqualTo(2);
    assertThat(requests).isEmpty();
  }

  @Test
  void deletesAndForces() {
    status = 204;
    answer = "";
    assertThat(succeed("delete", "orders").out()).isEqualTo("deleted queue orders\n");
    assertThat(succeed("delete", "--topic", "news", "--force").out())
        .isEqualTo("deleted topic news\n");
    assertThat(requests)
        .containsExactly(
            "DELETE /api/v1/destinations/queue/orders",
            "DELETE /api/v1/destinations/topic/news?force=true");
  }

  @Test
  void refusalIsOneLineWithTheReason() {
    status = 409;
    answer = "{\"title\":\"Conflict\",\"status\":409,\"detail\":\"it has 2 consumers\"}";
    CommandLineRun run = run("delete", "orders");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("rewind destination delete: it has 2 consumers\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void helpShowsExamples() {
    assertThat(CommandLineRun.of("destination", "--help").out())
        .contains("rewind destination create orders --deliveries-max 5");
    for (String command : List.of("list", "show", "create", "set", "delete")) {
      CommandLineRun help = CommandLineRun.of("destination", command, "--help");
      assertThat(help.exitCode()).as(command).isZero();
    }
  }

  @Test
  void examplesOfTheHelpAreCommands() {
    Stream.of("", "create ", "set ")
        .flatMap(
            c -> CommandLineRun.of(("destination " + c + "--help").split(" ", -1)).out().lines())
        .filter(line -> line.startsWith("  rewind destination "))
        .map(line -> line.strip().split(" +", -1))
        .forEach(
            words -> {
              String[] args = new String[words.length - 2];
              System.arraycopy(words, 2, args, 0, args.length);
              assertThat(run(args).exitCode()).as(String.join(" ", words)).isNotEqualTo(2);
            });
  }
}
