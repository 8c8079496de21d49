// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.Topic;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rewind receive}: takes messages from a queue or a subscription and prints them. */
@Command(
    name = "receive",
    mixinStandardHelpOptions = true,
    description = "Receives messages and prints their text, one a line.",
    footer = {
      "",
      "Examples:",
      "  rewind receive orders --count 10",
      "  rewind receive --topic news --client-id desk --subscription morning --wait PT10S"
    })
final class ReceiveCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private MessagingOptions messaging = new MessagingOptions();

  @Option(
      names = {"-n", "--count"},
      defaultValue = "1",
      description = "Stop after so many messages; 0 = no limit (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = {"-w", "--wait"},
      paramLabel = "DURATION",
      defaultValue = "PT5S",
      description = "Stop when nothing came for so long (default: ${DEFAULT-VALUE}).")
  private Duration wait = Duration.ZERO;

  @Option(names = "--client-id", description = "Client id of a durable subscription.")
  private @Nullable String clientId;

  @Option(names = "--subscription", description = "Name of a durable subscription to read from.")
  private @Nullable String subscription;

  @Option(
      names = {"-l", "--long"},
      description = "Print header fields too.")
  private boolean withHeaders;

  @Override
  public Integer call() {
    if (wait.isNegative() || wait.isZero()) {
      throw new IllegalArgumentException("--wait must be longer than zero, was " + wait);
    }
    PrintWriter out = CommandOutput.of(spec);
    int received = 0;
    try (JMSContext context = messaging.factory(clientId).createContext();
        JMSConsumer consumer = consumer(context)) {
      while (count == 0 || received < count) {
        Message message = consumer.receive(wait.toMillis());
        if (message == null) {
          break;
        }
        out.println(MessageText.of(message, withHeaders));
        received++;
      }
    }
    return received > 0 || count == 0 ? 0 : 1;
  }

  private JMSConsumer consumer(JMSContext context) {
    if (subscription == null) {
      return context.createConsumer(messaging.destination(context));
    }
    if (!(messaging.destination(context) instanceof Topic topic) || !messaging.isTopic()) {
      throw new IllegalArgumentException("--subscription needs --topic");
    }
    return clientId == null
        ? context.createSharedDurableConsumer(topic, subscription)
        : context.createDurableConsumer(topic, subscription);
  }
}
