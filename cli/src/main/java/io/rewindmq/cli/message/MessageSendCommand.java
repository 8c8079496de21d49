// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.rewindmq.cli.AdminOptions;
import io.rewindmq.cli.CommandOutput;
import io.rewindmq.cli.admin.AdminClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rewind message send}: one message over the administration. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description =
        "Sends one message over the administration; 'rewind send' does it over messaging.",
    footer = {
      "",
      "Examples:",
      "  rewind message send orders hello --property country=FR --priority 7",
      "  rewind message send orders --map id=7 --map total=12.5 --delay-millis 60000",
      "  rewind message send --topic prices 17.5 --time-to-live-millis 5000"
    })
final class MessageSendCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final AdminOptions admin = new AdminOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the queue.")
  private String name = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "TEXT", description = "The text.")
  private @Nullable String text;

  @Option(names = "--topic", description = "To a topic of that name.")
  private boolean topic;

  @Option(names = "--base64", paramLabel = "BYTES", description = "Bytes instead of a text.")
  private @Nullable String base64;

  @Option(
      names = "--map",
      paramLabel = "NAME=VALUE",
      description = "A text in a map instead of a text; may be repeated.")
  private Map<String, String> map = new LinkedHashMap<>();

  @Option(
      names = {"-p", "--property"},
      paramLabel = "NAME=VALUE",
      description = "A string property; may be repeated.")
  private Map<String, String> properties = new LinkedHashMap<>();

  @Option(names = "--correlation-id", paramLabel = "TEXT", description = "JMSCorrelationID.")
  private @Nullable String correlationId;

  @Option(names = "--type", paramLabel = "TEXT", description = "JMSType.")
  private @Nullable String type;

  @Option(names = "--priority", paramLabel = "0-9", description = "JMSPriority (default: 4).")
  private @Nullable Integer priority;

  @Option(names = "--delay-millis", paramLabel = "MS", description = "Deliver it so much later.")
  private @Nullable Long delayMillis;

  @Option(names = "--time-to-live-millis", paramLabel = "MS", description = "It expires then.")
  private @Nullable Long timeToLiveMillis;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; goes on record.")
  private @Nullable String reason;

  @Option(names = "--json", description = "Print the broker's answer as it is.")
  private boolean isJson;

  @Override
  public Integer call() {
    Map<String, Object> fields = new LinkedHashMap<>();
    put(fields, "text", text);
    put(fields, "base64", base64);
    put(fields, "map", map.isEmpty() ? null : map);
    put(fields, "properties", properties.isEmpty() ? null : properties);
    put(fields, "correlationId", correlationId);
    put(fields, "type", type);
    put(fields, "priority", priority);
    put(fields, "delayMillis", delayMillis);
    put(fields, "timeToLiveMillis", timeToLiveMillis);
    put(fields, "reason", reason);
    String path =
        "/api/v1/destinations/"
            + (topic ? "topic/" : "queue/")
            + AdminClient.encode(name)
            + "/messages";
    JsonNode sent = admin.client().post(path, fields);
    CommandOutput.of(spec)
        .println(
            isJson
                ? sent.toPrettyString()
                : "sent " + sent.path("messageId").asText() + " to " + name);
    return 0;
  }

  private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
