// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.config;

import io.smallrye.config.WithDefault;

/** What an operator can set about what he sees; parts of {@link RewindConfig}. */
public interface Observation {
  /** Figures of destinations and groups. */
  interface Metrics {
    @WithDefault("100")
    @Setting(
        value =
            "Of so many destinations, those with the most traffic, and so many groups, those with"
                + " the largest backlog, `/q/metrics` shows figures of their own.",
        unit = "objects",
        min = 0,
        max = 10_000)
    int objectsMax();

    @WithDefault("5000")
    @Setting(
        value = "How often these figures are renewed, and looked at for warnings.",
        unit = "ms",
        min = 100,
        max = 3_600_000)
    long periodMillis();
  }

  /** When operators are warned by a line of the log. */
  interface Warning {
    @WithDefault("60000")
    @Setting(
        value =
            "A consumer that has held the same message for so long while others of its group wait"
                + " is slow; 0 = none ever is.",
        unit = "ms")
    long slowConsumerMillis();

    @WithDefault("1000000")
    @Setting(
        value = "A group with so many unsettled messages is far behind; 0 = none ever is.",
        unit = "messages")
    long backlogMessages();

    @WithDefault("86400000")
    @Setting(
        value = "A group whose oldest unsettled message is so old is late; 0 = none ever is.",
        unit = "ms")
    long ageMillis();

    @WithDefault("600000")
    @Setting(
        value = "The same warning comes again after this time at the earliest.",
        unit = "ms",
        min = 1_000)
    long repeatMillis();
  }

  /** Spans of OpenTelemetry. */
  interface Tracing {
    @WithDefault("false")
    @Setting(
        value =
            "Whether messages that carry a sampled `traceparent` leave spans; they go where"
                + " `quarkus.otel.exporter.otlp.endpoint` says.",
        choices = {"true", "false"})
    boolean enabled();
  }

  /** The lines on the console. */
  interface Log {
    @WithDefault("false")
    @Setting(
        value = "Whether each line is a JSON object, with the line's id as a field of its own.",
        choices = {"true", "false"})
    boolean json();
  }
}
