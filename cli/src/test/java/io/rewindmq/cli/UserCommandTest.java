// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code rewind user} against an administration that the test plays. */
@SuppressWarnings("NullAway.Init") // the server is made before each test
class UserCommandTest {
  private static final String USERS =
      """
      [{"name":"billing","enabled":true,"oneTime":false,"roles":["messaging","clerk"],"created":"2026-11-20T08:00:00Z","changed":"2026-11-23T08:00:00Z"}]
      """;

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private int status = 204;
  private String answer = "";
  private boolean isOpen;
  private volatile @Nullable String authorization;

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
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
    boolean isList = exchange.getRequestMethod().equals("GET");
    authorization = exchange.getRequestHeaders().getFirst("Authorization");
    boolean isRefused = isList && !isOpen && authorization == null;
    requests.add((line + " " + body).strip());
    byte[] text = (isList ? USERS : answer).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(
        isRefused ? 401 : isList ? 200 : status, text.length == 0 ? -1 : text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  private CommandLineRun run(String input, String... args) {
    String[] all = new String[args.length + 2];
    all[0] = "user";
    System.arraycopy(args, 0, all, 1, args.length);
    all[args.length + 1] = "--admin=http://127.0.0.1:" + server.getAddress().getPort();
    return CommandLineRun.withInput(input, all);
  }

  @Test
  void addsAUserWithTheFirstLineOfTheInputAsPassword() {
    CommandLineRun run =
        run(
            "correct höse \r\nsecond line",
            "add",
            "billing",
            "--password-stdin",
            "--role=clerk",
            "--role=monitor",
            "--one-time");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("added billing\n");
    assertThat(requests)
        .singleElement()
        .asString()
        .startsWith("POST /api/v1/users {")
        .contains(
            "\"name\":\"billing\"",
            "\"password\":\"correct höse \"",
            "\"roles\":[\"clerk\",\"monitor\"]",
            "\"oneTime\":true");
  }

  @Test
  void changesAPassword() {
    CommandLineRun run = run("battery staple", "password", "a@b", "--password-stdin");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("changed the password of a@b\n");
    assertThat(requests)
        .singleElement()
        .asString()
        .startsWith("PUT /api/v1/users/a%40b/password {")
        .contains("\"password\":\"battery staple\"", "\"oneTime\":false");
  }

  @Test
  void userWithoutARoleIsToldOf() {
    CommandLineRun run = run("battery staple", "add", "billing", "--password-stdin");
    assertThat(run.out()).contains("billing has no role and may do nothing yet");
  }

  @Test
  void changesRolesAndLetsIn() {
    assertThat(run("", "roles", "billing", "clerk", "monitor").exitCode()).isZero();
    assertThat(run("", "disable", "billing").out()).isEqualTo("disabled billing\n");
    assertThat(run("", "enable", "billing").out()).isEqualTo("enabled billing\n");
    assertThat(requests)
        .containsExactly(
            "PATCH /api/v1/users/billing {\"roles\":[\"clerk\",\"monitor\"]}",
            "PATCH /api/v1/users/billing {\"enabled\":false}",
            "PATCH /api/v1/users/billing {\"enabled\":true}");
  }

  @Test
  void logsInWithThePasswordOfTheFirstLineAndGivesTheSecondOne() {
    CommandLineRun run =
        run(
            "my password\nhis password\n",
            "add",
            "billing",
            "--user=anna",
            "--login-stdin",
            "--password-stdin");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(authorization)
        .isEqualTo(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("anna:my password".getBytes(StandardCharsets.UTF_8)));
    assertThat(requests).singleElement().asString().contains("\"his password\"");
    assertThat(run("", "list", "--login-stdin").err())
        .isEqualTo("rewind user list: --login-stdin needs --user\n");
  }

  @Test
  void listsUsers() {
    isOpen = true;
    CommandLineRun run = run("", "list");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .hasLineCount(2)
        .contains("billing", "yes", "2026-11-23T08:00:00Z", "messaging,clerk");
  }

  @Test
  void removesAUserAndSaysWhenItWasTheLast() {
    assertThat(run("", "remove", "shipping").out()).isEqualTo("removed shipping\n");
    assertThat(requests).contains("DELETE /api/v1/users/shipping");

    isOpen = true;
    assertThat(run("", "remove", "billing").out()).contains("no user is left");
  }

  @Test
  void refusalIsOneLineWithTheReason() {
    status = 409;
    answer =
        "{\"title\":\"Conflict\",\"status\":409,\"detail\":\"there is a user \\\"billing\\\"\"}";
    CommandLineRun run = run("correct horse", "add", "billing", "--password-stdin");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("rewind user add: there is a user \"billing\"\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void refusalWithoutAReasonNamesTheRequestAndNoSecret() {
    status = 502;
    CommandLineRun run = run("correct horse", "add", "billing", "--password-stdin");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .hasLineCount(1)
        .contains("POST", "/api/v1/users: HTTP status 502")
        .doesNotContain("horse");
  }

  @Test
  void passwordIsNeverAnArgument() {
    assertThat(run("", "add", "billing", "correct horse").exitCode()).isEqualTo(2);
    assertThat(run("", "add", "billing", "--password", "correct horse").exitCode()).isEqualTo(2);
    assertThat(requests).isEmpty();
  }

  @Test
  void missingPasswordIsOneLine() {
    CommandLineRun empty = run("\n", "add", "billing", "--password-stdin");
    assertThat(empty.exitCode()).isEqualTo(1);
    assertThat(empty.err())
        .isEqualTo("rewind user add: expected a password in the first line of standard input\n");
    assertThat(requests).isEmpty();
  }

  @Test
  void loginOptionsSayWhatIsMissing() {
    CommandLineRun run = CommandLineRun.of("send", "orders", "x", "--password-stdin");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("rewind send: --password-stdin needs --user\n");
  }
}
