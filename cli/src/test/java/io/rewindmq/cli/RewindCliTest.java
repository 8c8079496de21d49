// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RewindCliTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine line = RewindCli.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(args);
  }

  @Test
  void helpNamesEveryCommand() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains(
            "demo",
            "send",
            "receive",
            "browse",
            "destination",
            "group",
            "user",
            "bench",
            "crash-test",
            "server");
  }

  @Test
  void everyCommandHasHelp() {
    for (String command : RewindCli.commandLine().getSubcommands().keySet()) {
      assertThat(run(command, "--help")).as(command).isZero();
    }
  }

  @Test
  void wrongUsageEndsWithTwoAndSaysWhatIsMissing() {
    assertThat(run("send")).isEqualTo(2);
    assertThat(err.toString()).contains("DESTINATION");
  }

  @Test
  void brokerThatIsNotThereIsReportedInOneLine() {
    assertThat(run("group", "list", "--admin", "http://127.0.0.1:1")).isEqualTo(1);
    assertThat(err.toString()).contains("no broker answers at http://127.0.0.1:1").hasLineCount(1);
  }

  @Test
  void topicCannotBeBrowsed() {
    assertThat(run("browse", "--topic", "news")).isEqualTo(1);
    assertThat(err.toString()).contains("only queues can be browsed");
  }
}
