// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A destination's settings as options; null where nothing is said. */
final class SettingOptions {
  @Option(
      names = "--retention-millis",
      paramLabel = "MS",
      description = "How long messages stay after they were consumed; 0 = not at all.")
  private @Nullable Long retentionMillis;

  @Option(
      names = "--retention-bytes",
      paramLabel = "BYTES",
      description = "How much of them each partition keeps at most; 0 = nothing.")
  private @Nullable Long retentionBytes;

  @Option(
      names = "--replay-allowed",
      arity = "1",
      paramLabel = "true|false",
      description = "Whether its groups may be rewound.")
  private @Nullable Boolean replayAllowed;

  @Option(
      names = "--deliveries-max",
      paramLabel = "COUNT",
      description =
          "A message that an application had so often and gave back becomes a dead letter; 0 ="
              + " never.")
  private @Nullable Integer deliveriesMax;

  @Option(
      names = "--redelivery-delay-millis",
      paramLabel = "MS",
      description = "How long a message rests before its second delivery.")
  private @Nullable Long redeliveryDelayMillis;

  @Option(
      names = "--redelivery-factor-percent",
      paramLabel = "PERCENT",
      description = "Each further delay is so many percent of the one before; 100 = the same.")
  private @Nullable Integer redeliveryFactorPercent;

  @Option(
      names = "--redelivery-delay-millis-max",
      paramLabel = "MS",
      description = "No delay is longer.")
  private @Nullable Long redeliveryDelayMillisMax;

  @Option(
      names = "--dead-letter-queue",
      paramLabel = "QUEUE",
      description = "Where dead letters go; if not said, to DLQ. and the destination's name.")
  private @Nullable String deadLetterQueue;

  @Option(
      names = "--expiry-queue",
      paramLabel = "QUEUE",
      description = "Where expired messages go; if not said, they end.")
  private @Nullable String expiryQueue;

  @Option(
      names = "--backlog-bytes-max",
      paramLabel = "BYTES",
      description = "Sends are taken while less than this waits to be consumed; 0 = always.")
  private @Nullable Long backlogBytesMax;

  @Option(
      names = "--backlog-policy",
      paramLabel = "POLICY",
      description =
          "What becomes of sends otherwise: block (for a while), fail, or dead-letter-oldest.")
  private @Nullable String backlogPolicy;

  /** What was said, by the names that the administration has for them. */
  Map<String, @Nullable Object> said() {
    Map<String, @Nullable Object> said = new LinkedHashMap<>();
    said.put("retentionMillis", retentionMillis);
    said.put("retentionBytes", retentionBytes);
    said.put("replayAllowed", replayAllowed);
    said.put("deliveriesMax", deliveriesMax);
    said.put("redeliveryDelayMillis", redeliveryDelayMillis);
    said.put("redeliveryFactorPercent", redeliveryFactorPercent);
    said.put("redeliveryDelayMillisMax", redeliveryDelayMillisMax);
    said.put("deadLetterQueue", deadLetterQueue);
    said.put("expiryQueue", expiryQueue);
    said.put("backlogBytesMax", backlogBytesMax);
    said.put("backlogPolicy", backlogPolicy);
    said.values().removeIf(value -> value == null);
    return said;
  }
}
