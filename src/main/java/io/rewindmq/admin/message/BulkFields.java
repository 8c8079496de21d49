// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.message;

import io.rewindmq.admin.access.AdminRequest;
import io.rewindmq.admin.request.JsonFields;
import io.rewindmq.admin.request.ProblemException;
import io.rewindmq.broker.OriginStamp;
import io.rewindmq.broker.message.BulkCommand;
import io.rewindmq.broker.permission.Verb;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.shard.move.BulkKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is to be done with many messages, in a request. */
final class BulkFields {
  private static final String TO = "to";
  private static final String QUEUE = "queue://";
  private static final String TOPIC = "topic://";
  private static final int PER_SECOND_MAX = 1_000_000;
  private static final List<String> CHOICE =
      List.of("all", "ids", "offsets", "selector", "dryRun", "messagesPerSecond", "reason");

  /** Fields that make a selector about where dead letters come from. */
  private static final List<String> ORIGIN = List.of("destination", "group", "cause");

  /** All fields where messages end. */
  static final List<String> DELETE = CHOICE;

  /** All fields where messages go somewhere. */
  static final List<String> MOVE = Stream.concat(CHOICE.stream(), Stream.of(TO)).toList();

  /** All fields of a re-drive. */
  static final List<String> REDRIVE = Stream.concat(CHOICE.stream(), ORIGIN.stream()).toList();

  private BulkFields() {}

  /**
   * Reads them.
   *
   * @throws ProblemException 400, with what was expected
   */
  static BulkCommand command(BulkKind kind, int groupId, JsonFields fields, AdminRequest request) {
    long perSecond = fields.number("messagesPerSecond", 0);
    if (perSecond < 0 || perSecond > PER_SECOND_MAX) {
      throw JsonFields.invalid(
          "\"messagesPerSecond\": expected 1 to "
              + PER_SECOND_MAX
              + ", or 0 for as fast as possible, got "
              + perSecond);
    }
    return new BulkCommand(
        kind,
        groupId,
        choice(kind, fields),
        kind == BulkKind.MOVE || kind == BulkKind.COPY ? target(fields) : null,
        (int) perSecond,
        fields.flag("dryRun", false),
        new BulkCommand.Asker(request.caller().name(), fields.text("reason")),
        (of, name) -> request.may(Verb.SEND, of, name));
  }

  private static BulkCommand.Choice choice(BulkKind kind, JsonFields fields) {
    List<String> ids = fields.texts("ids");
    List<String> offsets = fields.texts("offsets");
    String selector = selector(kind, fields);
    boolean all = fields.flag("all", false);
    int said =
        (ids.isEmpty() ? 0 : 1)
            + (offsets.isEmpty() ? 0 : 1)
            + (selector == null ? 0 : 1)
            + (all ? 1 : 0);
    if (said != 1) {
      throw JsonFields.invalid(
          "expected one of \"all\": true, \"ids\", \"offsets\""
              + (kind == BulkKind.REDRIVE
                  ? ", and \"selector\" with \"destination\", \"group\", \"cause\""
                  : " and \"selector\"")
              + " to say which messages, got "
              + (said == 0 ? "none" : "several"));
    }
    if (ids.size() + offsets.size() > BulkCommand.NAMED_MAX) {
      throw JsonFields.invalid(
          "expected at most "
              + BulkCommand.NAMED_MAX
              + " ids or offsets, got "
              + (ids.size() + offsets.size())
              + "; use a selector");
    }
    return new BulkCommand.Choice(ids, offsets, selector);
  }

  /** What is said about the origin of dead letters is a part of the selector. */
  private static @Nullable String selector(BulkKind kind, JsonFields fields) {
    String selector = fields.text("selector");
    List<String> parts = new ArrayList<>();
    if (selector != null && !selector.isBlank()) {
      parts.add(selector);
    }
    if (kind == BulkKind.REDRIVE) {
      equal(parts, OriginStamp.DESTINATION, fields.text("destination"));
      equal(parts, OriginStamp.GROUP, fields.text("group"));
      equal(parts, OriginStamp.REASON, fields.text("cause"));
    }
    return switch (parts.size()) {
      case 0 -> null;
      case 1 -> parts.getFirst();
      default -> "(" + String.join(") AND (", parts) + ")";
    };
  }

  private static void equal(List<String> parts, String property, @Nullable String value) {
    if (value != null) {
      parts.add(property + " = '" + value.replace("'", "''") + "'");
    }
  }

  private static BulkCommand.Target target(JsonFields fields) {
    String to = fields.requiredText(TO);
    return to.startsWith(TOPIC)
        ? new BulkCommand.Target(DestinationKind.TOPIC, to.substring(TOPIC.length()))
        : new BulkCommand.Target(
            DestinationKind.QUEUE, to.startsWith(QUEUE) ? to.substring(QUEUE.length()) : to);
  }
}
