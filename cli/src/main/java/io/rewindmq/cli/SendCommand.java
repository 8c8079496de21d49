// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code rewind send}: text messages from the arguments, or one for each line of standard input.
 */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description = "Sends text messages; without TEXT one for each line of standard input.",
    footer = {
      "",
      "Example:",
      "  rewind send orders --property country=France 'one bottle of wine'"
    })
final class SendCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private MessagingOptions messaging = new MessagingOptions();

  @Parameters(index = "1..*", paramLabel = "TEXT", description = "The messages.")
  private List<String> texts = List.of();

  @Option(
      names = {"-p", "--property"},
      paramLabel = "NAME=VALUE",
      description = "A string property for every message; may be repeated.")
  private Map<String, String> properties = new LinkedHashMap<>();

  @Option(names = "--non-persistent", description = "Send without waiting for the disk.")
  private boolean nonPersistent;

  @Override
  public Integer call() throws IOException {
    try (JMSContext context = messaging.factory(null).createContext()) {
      JMSProducer producer =
          context
              .createProducer()
              .setDeliveryMode(
                  nonPersistent ? DeliveryMode.NON_PERSISTENT : DeliveryMode.PERSISTENT);
      properties.forEach(producer::setProperty);
      int sent = texts.isEmpty() ? sendLines(context, producer) : sendTexts(context, producer);
      CommandOutput.of(spec).println("sent " + sent + " to " + messaging.name());
    }
    return 0;
  }

  private int sendTexts(JMSContext context, JMSProducer producer) {
    texts.forEach(text -> producer.send(messaging.destination(context), text));
    return texts.size();
  }

  private int sendLines(JMSContext context, JMSProducer producer) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int sent = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      producer.send(messaging.destination(context), line);
      sent++;
    }
    return sent;
  }
}
