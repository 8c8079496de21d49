// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.cli.broker.BrokerPorts;
import io.rewindmq.cli.broker.BrokerProcess;
import io.rewindmq.cli.broker.BrokerStartException;
import io.rewindmq.cli.broker.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/security.md, with the packaged broker. */
class SecurityPageIT {
  private static final Duration START = Duration.ofSeconds(60);

  @TempDir private Path folder;

  /** Everything on the page that makes files, as it stands there. */
  private void makeCertificates() throws IOException, InterruptedException {
    String commands =
        Files.readAllLines(Path.of("..", "docs", "security.md")).stream()
            .filter(line -> line.matches("(mkdir|openssl|echo|cat) .*"))
            .collect(Collectors.joining("\n"));
    assertThat(commands.lines().count()).isEqualTo(8);
    Path output = folder.resolve("commands.log");
    Process shell =
        new ProcessBuilder("bash", "-e", "-c", commands)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(shell.waitFor()).as(Files.readString(output)).isZero();
  }

  private Map<String, String> settings() {
    return Map.of(
        "REWIND_TLS_ENABLED",
        "true",
        "REWIND_TLS_CERTIFICATE",
        file("server.crt"),
        "REWIND_TLS_KEY",
        file("server.key"),
        "REWIND_TLS_CLIENT_AUTH",
        "request",
        "REWIND_TLS_TRUST",
        file("ca.crt"));
  }

  private String file(String name) {
    return folder.resolve("tls").resolve(name).toString();
  }

  @Test
  void commandsOfThePageWork() throws IOException, InterruptedException {
    makeCertificates();
    BrokerPorts ports = BrokerPorts.free();
    try (BrokerProcess broker =
        new BrokerProcess(
            Installation.current(),
            folder.resolve("data"),
            ports,
            settings(),
            Path.of(file("ca.crt")))) {
      broker.start();
      broker.awaitReady(START);
      String url = "--url=rewinds://localhost:" + ports.messaging();
      String ca = "--ca=" + file("ca.crt");
      String admin = "--admin=https://localhost:" + ports.http();

      assertThat(succeed("send", url, ca, "orders", "hello")).contains("sent 1");
      assertThat(succeed("receive", url, ca, "orders")).contains("hello");
      assertThat(succeed("group", "list", admin, ca)).contains("orders");

      CommandLineRun added =
          CommandLineRun.withInput(
              "correct horse\n",
              "user",
              "add",
              admin,
              ca,
              "billing",
              "--role=admin",
              "--password-stdin");
      assertThat(added.exitCode()).as(added.err()).isZero();
      String byCertificate = url + "?tls.keystore=" + file("billing.pem");
      assertThat(succeed("send", byCertificate, ca, "orders", "by certificate")).contains("sent 1");

      assertThat(fail("send", url, ca, "orders", "x")).contains("wants a user and a password");
      assertThat(fail("send", url, "orders", "x")).contains("not trusted", "tls.trust");
      assertThat(fail("group", "list", admin)).contains("no TLS with https://localhost", "--ca");
      assertThat(fail("group", "list", "--admin=http://localhost:" + ports.http()))
          .contains("https://");
      assertThat(fail("send", url.replace("rewinds", "rewind"), "orders", "x"))
          .contains("TLS only", "rewinds://");
      assertThat(fail("group", "list", admin, "--ca=" + file("missing.crt")))
          .contains("missing.crt");
    }
  }

  @Test
  void brokerThatCannotUseAFileSaysWhich() throws InterruptedException {
    BrokerPorts ports = BrokerPorts.free();
    try (BrokerProcess broker =
        new BrokerProcess(Installation.current(), folder.resolve("data"), ports, settings())) {
      broker.start();

      assertThatThrownBy(() -> broker.awaitReady(START))
          .isInstanceOf(BrokerStartException.class)
          .hasMessageContainingAll("RWQ-0957", "rewind.tls.certificate", "server.crt");
    }
  }

  private static String succeed(String... args) {
    CommandLineRun run = CommandLineRun.of(args);
    assertThat(run.exitCode()).as(List.of(args) + ": " + run.err()).isZero();
    return run.out();
  }

  /** Returns its one line. */
  private static String fail(String... args) {
    CommandLineRun run = CommandLineRun.of(args);
    assertThat(run.exitCode()).as(List.of(args) + ": " + run.out()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1);
    return run.err();
  }
}
