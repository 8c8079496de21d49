// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rewind tls}: the certificates of a running broker. */
@Command(
    name = "tls",
    mixinStandardHelpOptions = true,
    description = "Shows the certificate that a broker uses, and has it read its files again.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Changed files are noticed by the broker itself within rewind.tls.reload-millis.",
      "",
      "Examples:",
      "  rewind tls show",
      "  rewind tls reload --user anna"
    })
final class TlsCommand {
  @Spec private @Nullable CommandSpec spec;

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows what is in use for new connections.")
  int show(@Mixin AdminOptions admin, @Mixin DestinationCommand.Format format) {
    format.print(admin.client().tls(), CommandOutput.of(spec), TlsCommand::text);
    return 0;
  }

  @Command(
      name = "reload",
      mixinStandardHelpOptions = true,
      description = {
        "Has the broker read certificate, key, issuers and revocations now.",
        "Files that can't be used change nothing, and are an error."
      })
  int reload(@Mixin AdminOptions admin, @Mixin DestinationCommand.Format format) {
    format.print(
        admin.client().reloadTls(),
        CommandOutput.of(spec),
        (now, out) -> {
          out.println(
              now.path("changed").asBoolean()
                  ? "the files have changed and are used from now on"
                  : "the files are those in use");
          text(now, out);
        });
    return 0;
  }

  private static void text(JsonNode now, PrintWriter out) {
    out.println("certificate  " + now.path("subject").asText());
    out.println("issuer       " + now.path("issuer").asText());
    out.println("serial       " + now.path("serialNumber").asText());
    out.println(
        "valid        "
            + now.path("validFrom").asText()
            + " to "
            + now.path("validUntil").asText());
    if (now.path("revoked").isNumber()) {
      out.println(
          "revoked      "
              + now.path("revoked").asText()
              + " certificates of clients, list until "
              + now.path("revocationsUntil").asText("(no end)"));
    }
    if (!now.path("problem").isNull()) {
      out.println("problem      " + now.path("problem").asText());
    }
  }
}
