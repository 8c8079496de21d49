// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rewind role}: what users who have it may do. */
@Command(
    name = "role",
    mixinStandardHelpOptions = true,
    description = "Lists, makes, changes and removes roles.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Built in are admin (everything), messaging (everything with destinations) and monitor (sees",
      "everything). Verbs are send, consume, browse, create, manage, replay; rights are monitor,",
      "connections, users. In a pattern * stands for any characters up to the next dot, and > at the",
      "end for all that follows.",
      "",
      "Examples:",
      "  rewind role set billing --allow 'consume,browse=queue:orders.*' --allow 'send=invoices'",
      "  rewind role set operator --right monitor --right connections --allow 'manage,replay=>'",
      "  rewind user roles anna billing operator"
    })
final class RoleCommand {
  private static final List<String> KINDS = List.of("queue", "topic", "any");

  @Spec private @Nullable CommandSpec spec;

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists every role.")
  int list(@Mixin AdminOptions admin) {
    PrintWriter out = CommandOutput.of(spec);
    out.println(row("ROLE", "RIGHTS", "ALLOWS"));
    for (JsonNode role : admin.client().roles()) {
      String name = role.path("name").asText();
      String rights = joined(role.path("rights"));
      JsonNode permissions = role.path("permissions");
      if (permissions.isEmpty()) {
        out.println(row(name, rights, ""));
      }
      for (JsonNode permission : permissions) {
        out.println(row(name, rights, text(permission)));
        name = "";
        rights = "";
      }
    }
    return 0;
  }

  @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows a role as JSON.")
  int show(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "NAME", description = "Name of the role.") String name) {
    CommandOutput.of(spec).println(admin.client().role(name).toPrettyString());
    return 0;
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Makes a role, or replaces all that it was; holds for open connections, too.")
  int set(
      @Mixin AdminOptions admin,
      @Option(
              names = "--allow",
              paramLabel = "VERBS=[KIND:]PATTERN",
              description =
                  "Verbs with commas between, on destinations of those names; KIND is queue, topic"
                      + " or any (default). May be given several times.")
          @Nullable List<String> allowed,
      @Option(
              names = "--right",
              paramLabel = "RIGHT",
              description = "A right on the broker as a whole; may be given several times.")
          @Nullable List<String> rights,
      @Parameters(paramLabel = "NAME", description = "Name of the role.") String name) {
    List<Map<String, ?>> permissions = new ArrayList<>();
    if (allowed != null) {
      allowed.forEach(one -> permissions.add(permission(one)));
    }
    admin
        .client()
        .putRole(
            name,
            Map.of("rights", rights == null ? List.of() : rights, "permissions", permissions));
    CommandOutput.of(spec).println("set role " + name);
    return 0;
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Removes a role that no user has.")
  int remove(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "NAME", description = "Name of the role.") String name) {
    admin.client().removeRole(name);
    CommandOutput.of(spec).println("removed role " + name);
    return 0;
  }

  private static Map<String, ?> permission(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw new IllegalArgumentException(
          "--allow: expected VERBS=[KIND:]PATTERN as in 'send,browse=queue:orders.*', got '"
              + text
              + "'");
    }
    String pattern = text.substring(equals + 1);
    String kind = "any";
    for (String known : KINDS) {
      if (pattern.startsWith(known + ":")) {
        kind = known;
        pattern = pattern.substring(known.length() + 1);
        break;
      }
    }
    List<String> verbs = List.of(text.substring(0, equals).split(",", -1));
    return Map.of("verbs", verbs, "kind", kind, "pattern", pattern);
  }

  private static String text(JsonNode permission) {
    String kind = permission.path("kind").asText();
    return joined(permission.path("verbs"))
        + "="
        + (kind.equals("any") ? "" : kind + ":")
        + permission.path("pattern").asText();
  }

  private static String joined(JsonNode texts) {
    List<String> all = new ArrayList<>();
    texts.forEach(text -> all.add(text.asText()));
    return String.join(",", all);
  }

  private static String row(String name, String rights, String allows) {
    return String.format(Locale.ROOT, "%-24s %-28s %s", name, rights, allows).stripTrailing();
  }
}
