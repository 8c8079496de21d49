// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.io.PrintWriter;
import java.util.Enumeration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rewind browse}: shows what waits in a queue and takes nothing. */
@Command(
    name = "browse",
    mixinStandardHelpOptions = true,
    description = "Shows the messages that wait in a queue; takes nothing.",
    footer = {"", "Example:", "  rewind browse orders --count 20"})
final class BrowseCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private MessagingOptions messaging = new MessagingOptions();

  @Option(
      names = {"-n", "--count"},
      defaultValue = "100",
      description = "Show so many at most; 0 = all (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = {"-l", "--long"},
      description = "Print header fields too.")
  private boolean withHeaders;

  @Override
  public Integer call() throws JMSException {
    if (messaging.isTopic()) {
      throw new IllegalArgumentException("only queues can be browsed; leave out --topic");
    }
    PrintWriter out = CommandOutput.of(spec);
    try (JMSContext context = messaging.factory(null).createContext();
        QueueBrowser browser = context.createBrowser(context.createQueue(messaging.name()))) {
      Enumeration<?> messages = browser.getEnumeration();
      int shown = 0;
      while ((count == 0 || shown < count) && messages.hasMoreElements()) {
        if (messages.nextElement() instanceof Message message) {
          out.println(MessageText.of(message, withHeaders));
          shown++;
        }
      }
    }
    return 0;
  }
}
