// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which destination is meant. */
final class DestinationOptions {
  @Parameters(paramLabel = "DESTINATION", description = "Name of the queue or topic.")
  private String name = "";

  @Option(names = "--topic", description = "DESTINATION is a topic instead of a queue.")
  private boolean topic;

  String name() {
    return name;
  }

  /** As the administration has it. */
  String kind() {
    return topic ? "topic" : "queue";
  }

  /** For people. */
  String text() {
    return kind() + " " + name;
  }
}
