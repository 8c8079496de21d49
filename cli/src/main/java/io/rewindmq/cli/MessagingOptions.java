// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command needs that sends or receives: the broker, the user, the destination. */
final class MessagingOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:REWIND_URL:-rewind://localhost:7672}",
      description = "The broker (default: ${DEFAULT-VALUE}; environment variable REWIND_URL).")
  private String url = "";

  @Mixin private LoginOptions login = new LoginOptions();
  @Mixin private TrustOptions trust = new TrustOptions();

  @Option(names = "--topic", description = "DESTINATION is a topic instead of a queue.")
  private boolean topic;

  @Parameters(index = "0", paramLabel = "DESTINATION", description = "Name of the queue or topic.")
  private String destination = "";

  ConnectionFactory factory(@Nullable String clientId) {
    RewindConnectionFactory factory = new RewindConnectionFactory(url);
    login.apply(factory);
    Path issuers = trust.file();
    if (issuers != null) {
      factory.setTlsTrust(issuers.toString());
    }
    if (clientId != null) {
      factory.setClientId(clientId);
    }
    return factory;
  }

  Destination destination(JMSContext context) {
    return topic ? context.createTopic(destination) : context.createQueue(destination);
  }

  boolean isTopic() {
    return topic;
  }

  String name() {
    return destination;
  }
}
