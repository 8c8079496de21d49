// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.cli.broker.BrokerPorts;
import io.rewindmq.cli.broker.BrokerProcess;
import io.rewindmq.cli.broker.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged broker as a process of its own, and the commands that the README shows. */
class PackagedBrokerIT {
  private static final Duration START = Duration.ofSeconds(60);

  @TempDir private Path dataDir;

  @Test
  void demoTellsItsStoryWithTheRightFigures() {
    CommandLineRun demo = CommandLineRun.of("demo");

    assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
    assertThat(demo.out()).contains("1 265 793.04", "51 317", "All figures are right.");
  }

  @Test
  void killsUnderLoadLoseAndRepeatNothing() {
    CommandLineRun crashes = CommandLineRun.of("crash-test", "--rounds", "4");

    assertThat(crashes.exitCode()).as(crashes.out() + crashes.err()).isZero();
    assertThat(crashes.out()).contains("All promises kept.");
  }

  @Test
  void everyScenarioOfTheBenchmarkRuns() {
    CommandLineRun bench =
        CommandLineRun.of("bench", "--peers=none", "--seconds=1", "--rounds=1", "--messages=2000");

    assertThat(bench.exitCode()).as(bench.out() + bench.err()).isZero();
    assertThat(bench.out()).contains("sync-send, 1 producer", "replay, 2000 read", "recovery, ");
  }

  @Test
  void firstTryOfTheReadmeWorks() throws InterruptedException {
    BrokerPorts ports = BrokerPorts.free();
    try (BrokerProcess broker =
        new BrokerProcess(Installation.current(), dataDir, ports, Map.of())) {
      broker.start();
      broker.awaitReady(START);
      String url = "--url=" + broker.messagingUrl();
      String admin = "--admin=" + broker.httpUrl();

      assertThat(CommandLineRun.of("send", url, "orders", "hello").out()).contains("sent 1");
      assertThat(CommandLineRun.of("browse", url, "orders").out()).contains("hello");
      assertThat(CommandLineRun.of("receive", url, "orders").out()).contains("hello");
      assertThat(CommandLineRun.of("receive", url, "orders", "--wait", "PT0.2S").exitCode())
          .isEqualTo(1);
      assertThat(CommandLineRun.of("group", "list", admin).out()).contains("orders", "queue");
      CommandLineRun rewind =
          CommandLineRun.of("group", "rewind", admin, "orders", "--to", "earliest");
      assertThat(rewind.exitCode()).as(rewind.err()).isZero();
      assertThat(CommandLineRun.of("receive", url, "orders", "--long").out())
          .contains("hello", "delivery 2");
      assertThat(CommandLineRun.of("group", "show", admin, "orders").out())
          .contains("committedOffset");
      CommandLineRun unknown =
          CommandLineRun.of("group", "rewind", admin, "ordres", "--to", "earliest");
      assertThat(unknown.exitCode()).isEqualTo(1);
      assertThat(unknown.err()).contains("orders");
    }
  }

  @Test
  void destinationsOfTheReadmeWorkAndSettingsOutliveTheBroker() throws InterruptedException {
    BrokerPorts ports = BrokerPorts.free();
    try (BrokerProcess broker =
        new BrokerProcess(Installation.current(), dataDir, ports, Map.of())) {
      broker.start();
      broker.awaitReady(START);
      String admin = "--admin=" + broker.httpUrl();

      CommandLineRun made =
          CommandLineRun.of(
              "destination", "create", admin, "orders", "--deliveries-max=5", "--partitions=2");
      assertThat(made.exitCode()).as(made.err()).isZero();
      CommandLineRun set =
          CommandLineRun.of(
              "destination", "set", admin, "orders", "--redelivery-delay-millis=1000");
      assertThat(set.exitCode()).as(set.err()).isZero();
      CommandLineRun other =
          CommandLineRun.of("destination", "create", admin, "orders", "--deliveries-max=6");
      assertThat(other.exitCode()).isEqualTo(1);
      assertThat(other.err()).hasLineCount(1).contains("partitions 2, not 1");
      broker.kill();
      broker.start();
      broker.awaitReady(START);

      assertThat(shown(admin))
          .contains(
              "partitions 2",
              "deliveriesMax 5 own",
              "redeliveryDelayMillis 1000 own",
              "replayAllowed true default");
      assertThat(CommandLineRun.of("destination", "delete", admin, "orders").out())
          .isEqualTo("deleted queue orders\n");
      CommandLineRun gone = CommandLineRun.of("destination", "show", admin, "orders");
      assertThat(gone.exitCode()).isEqualTo(1);
      assertThat(gone.err()).contains("there is no queue \"orders\"");
    }
  }

  private static List<String> shown(String admin) {
    return CommandLineRun.of("destination", "show", admin, "orders")
        .out()
        .lines()
        .map(line -> line.strip().replaceAll(" +", " "))
        .toList();
  }

  @Test
  void usersAndRolesOfTheReadmeWork() throws InterruptedException {
    BrokerPorts ports = BrokerPorts.free();
    try (BrokerProcess broker =
        new BrokerProcess(Installation.current(), dataDir, ports, Map.of())) {
      broker.start();
      broker.awaitReady(START);
      String url = "--url=" + broker.messagingUrl();
      String admin = "--admin=" + broker.httpUrl();
      String mine = "root of all rights\n";
      String his = "correct horse\n";
      done(mine, "user", "add", "anna", admin, "--role=admin", "--password-stdin");
      done(
          mine,
          "role",
          "set",
          "billing",
          admin,
          "--allow=send,consume,create=queue:orders.*",
          "--user=anna",
          "--login-stdin");
      done(
          mine + his,
          "user",
          "add",
          "billing",
          admin,
          "--role=billing",
          "--password-stdin",
          "--user=anna",
          "--login-stdin");
      assertThat(done(mine, "role", "list", admin, "--user=anna", "--login-stdin"))
          .contains("billing", "send,consume,create=queue:orders.*", "admin");

      // the password first, then the message
      done(his + "hello\n", "send", url, "-u", "billing", "--password-stdin", "orders.eu");
      assertThat(done(his, "receive", url, "-u", "billing", "--password-stdin", "orders.eu"))
          .contains("hello");
      CommandLineRun other =
          CommandLineRun.withInput(
              his + "hello\n", "send", url, "-u", "billing", "--password-stdin", "payments");
      assertThat(other.exitCode()).isEqualTo(1);
      assertThat(other.err()).contains("user billing may not use queue payments");
      CommandLineRun wrong =
          CommandLineRun.withInput(
              "wrong horse", "browse", url, "-u", "billing", "--password-stdin", "orders.eu");
      assertThat(wrong.exitCode()).isEqualTo(1);
      assertThat(wrong.err()).hasLineCount(1).contains("wrong user or password");
      assertThat(CommandLineRun.of("browse", url, "orders.eu").exitCode()).isEqualTo(1);
      assertThat(CommandLineRun.of("group", "list", admin).err())
          .contains("this broker wants a user and a password");
      assertThat(done(mine, "audit", admin, "--user=anna", "--login-stdin"))
          .contains("user.add", "role.put", "anna", "done");

      done(mine, "user", "remove", "billing", admin, "--user=anna", "--login-stdin");
      assertThat(done(mine, "user", "remove", "anna", admin, "--user=anna", "--login-stdin"))
          .contains("no user is left");
      assertThat(CommandLineRun.of("browse", url, "orders.eu").exitCode()).isZero();
    }
  }

  private static String done(String input, String... command) {
    CommandLineRun run = CommandLineRun.withInput(input, command);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }
}
