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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What commands about the server ask for and print; the test plays the administration. */
@SuppressWarnings("NullAway.Init") // the server is made before each test
class ConnectionCommandTest {
  private static final String PAGE =
      """
      {"connections": [{"id": "00f1e2d3c4b5a697", "user": "billing", "clientId": null,
        "address": "10.0.0.7:5000", "tls": "TLSv1.3 X", "certificate": null, "client": "rewindmq-jms 1",
        "since": "2026-11-30T08:00:00Z", "idleMillis": 61000, "sessions": 1, "consumers": 2}],
       "after": 17}
      """;
  private static final String SETTINGS =
      """
      [{"key": "rewind.listen.port", "value": "7000", "defaultValue": "7672", "from": "system property"},
       {"key": "rewind.tls.enabled", "value": "false", "defaultValue": "false", "from": "default"}]
      """;
  private static final String TLS =
      """
      {"subject": "CN=broker", "issuer": "CN=ca", "serialNumber": "1f", "validFrom": "a", "validUntil": "b",
       "revoked": 2, "revocationsUntil": "c", "problem": null, "changed": true}
      """;

  private final List<String> requests = new CopyOnWriteArrayList<>();
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

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    requests.add(exchange.getRequestMethod() + " " + path);
    boolean hasAnswer = !exchange.getRequestMethod().equals("DELETE");
    String text = path.contains("settings") ? SETTINGS : path.contains("/tls") ? TLS : PAGE;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(hasAnswer ? 200 : 204, hasAnswer ? bytes.length : -1);
    if (hasAnswer) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private CommandLineRun run(String... args) {
    String[] all = new String[args.length + 1];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--admin=http://127.0.0.1:" + server.getAddress().getPort();
    return CommandLineRun.of(all);
  }

  @Test
  void listsAsATableAndSaysHowToGoOn() {
    CommandLineRun run = run("connection", "list", "--of", "billing", "--after=9");

    assertThat(run.exitCode()).isZero();
    assertThat(requests).containsExactly("GET /api/v1/connections?limit=100&user=billing&after=9");
    assertThat(run.out())
        .contains("00f1e2d3c4b5a697", "billing", "10.0.0.7:5000", "yes", "61", "--after 17");
    assertThat(run("connection", "list", "--json").out()).contains("\"idleMillis\" : 61000");
  }

  @Test
  void closesWithAReason() {
    assertThat(run("connection", "close", "00f1e2d3c4b5a697", "--reason=too old").out())
        .contains("closed connection 00f1e2d3c4b5a697");
    assertThat(run("connection", "close", "00f1e2d3c4b5a697", "--consumer=3").exitCode()).isZero();
    assertThat(run("connection", "close", "x", "--consumer=3", "--reconnect").exitCode())
        .isEqualTo(1);
    assertThat(requests)
        .containsExactly(
            "DELETE /api/v1/connections/00f1e2d3c4b5a697?reason=too%20old&reconnect=false",
            "DELETE /api/v1/connections/00f1e2d3c4b5a697/consumers/3");
  }

  @Test
  void showsSettingsThatWereSaid() {
    assertThat(run("settings", "--changed").out())
        .contains("rewind.listen.port", "7000", "7672", "system property")
        .doesNotContain("rewind.tls.enabled");
    assertThat(run("settings", "rewind.tls").out())
        .contains("rewind.tls.enabled")
        .doesNotContain("rewind.listen.port");
  }

  @Test
  void hasTheCertificatesReadAgain() {
    assertThat(run("tls", "reload").out())
        .contains("are used from now on", "CN=broker", "2 certificates", "until c");
    assertThat(run("tls", "show").exitCode()).isZero();
    assertThat(requests).containsExactly("POST /api/v1/tls/reload", "GET /api/v1/tls");
  }
}
