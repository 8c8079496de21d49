// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.rewindmq.cli.CommandOutput;
import io.rewindmq.cli.admin.AdminClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Begins operations, watches them and says what they came to. */
final class OperationRun {
  private static final String PATH = "/api/v1/operations/";
  private static final String RUNNING = "running";
  private static final Duration PERIOD = Duration.ofMillis(200);

  private final AdminClient client;
  private final PrintWriter out;
  private final PrintWriter err;

  OperationRun(AdminClient client, @Nullable CommandSpec spec) {
    this.client = client;
    this.out = CommandOutput.of(spec);
    if (spec == null) {
      throw new IllegalStateException("a command was called without its command line");
    }
    this.err = spec.commandLine().getErr();
  }

  /** Begins one and returns the exit code of the command. */
  int begin(String path, Map<String, Object> fields, ChoiceOptions choice) {
    JsonNode begun = client.post(path, fields);
    if (choice.waits()) {
      return watch(begun, choice.isJson());
    }
    show(begun, choice.isJson());
    return 0;
  }

  /** Waits for the end of one and returns the exit code of the command. */
  int watch(JsonNode begun, boolean isJson) {
    JsonNode now = begun;
    ProgressBar bar = new ProgressBar(err);
    boolean hasBar = ProgressBar.isPossible();
    while (state(now).equals(RUNNING)) {
      if (hasBar) {
        bar.show(
            now.path("kind").asText(),
            now.path("looked").asLong(),
            now.path("total").asLong(),
            now.path("done").asLong());
      }
      LockSupport.parkNanos(PERIOD.toNanos());
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        break;
      }
      now = client.fetch(PATH + AdminClient.encode(now.path("id").asText()));
    }
    bar.clear();
    show(now, isJson);
    return state(now).equals("done") ? 0 : 1;
  }

  private static String state(JsonNode operation) {
    return operation.path("state").asText();
  }

  void show(JsonNode operation, boolean isJson) {
    if (isJson) {
      out.println(operation.toPrettyString());
      return;
    }
    out.println(summary(operation));
    if (operation.path("inFlight").asLong() > 0) {
      out.println(operation.path("inFlight").asText() + " left alone, since consumers have them");
    }
    if (operation.path("skipped").asLong() > 0) {
      out.println(
          operation.path("skipped").asText()
              + " left alone: "
              + operation.path("skippedWhy").asText());
    }
    if (operation.path("dryRun").asBoolean()) {
      operation.path("found").path("first").forEach(one -> out.println(MessageLines.row(one)));
      JsonNode last = operation.path("found").path("last");
      if (operation.path("done").asLong() > operation.path("found").path("first").size()
          && last.isObject()) {
        out.println("…");
        out.println(MessageLines.row(last));
      }
    }
  }

  private static String summary(JsonNode operation) {
    String messages = operation.path("done").asText() + " of " + operation.path("total").asText();
    String what = operation.path("kind").asText() + " " + messages;
    if (operation.path("dryRun").asBoolean()) {
      return "would " + what + " (nothing was changed)";
    }
    String state = state(operation);
    String cause = operation.path("cause").asText("");
    return state
        + ": "
        + what
        + (cause.isEmpty() ? "" : "; " + cause)
        + " (operation "
        + operation.path("id").asText()
        + ")";
  }
}
