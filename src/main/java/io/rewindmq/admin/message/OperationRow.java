// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.rewindmq.admin.KindName;
import io.rewindmq.broker.message.BulkCommand;
import io.rewindmq.broker.message.OperationView;
import io.rewindmq.broker.message.StoredMessage;
import io.rewindmq.shard.move.BulkProgress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A long operation.
 *
 * @param begun in UTC
 * @param ended in UTC; null = it is under way
 * @param found some of the messages; null = the caller may not browse
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OperationRow(
    String id,
    @JsonUnwrapped What what,
    String begun,
    @Nullable String ended,
    @JsonUnwrapped Progress progress,
    @Nullable Found found) {

  /**
   * What it does.
   *
   * @param kind {@code move}, {@code copy}, {@code delete} or {@code redrive}
   * @param to null = nowhere, or each to where it failed
   * @param selector null = all messages, or those that were named
   * @param who began it
   * @param reason what was given as one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record What(
      String kind,
      String source,
      String group,
      @Nullable String to,
      @Nullable String selector,
      boolean dryRun,
      String who,
      @Nullable String reason) {
    static What of(OperationView view) {
      BulkCommand command = view.command();
      BulkCommand.Target to = command.to();
      return new What(
          command.kind().name().toLowerCase(Locale.ROOT),
          text(view.source()),
          view.group(),
          to == null ? null : text(to),
          command.choice().selector(),
          command.isDryRun(),
          command.who().user(),
          command.who().reason());
    }

    private static String text(BulkCommand.Target target) {
      return KindName.of(target.kind()) + "://" + target.name();
    }
  }

  /**
   * How far it is.
   *
   * @param state {@code running}, {@code done}, {@code cancelled} or {@code failed}
   * @param cause of a failure
   * @param total what there was to look at
   * @param inFlight messages that were left alone, since consumers had them
   * @param skipped messages that stay for another reason
   * @param skippedWhy the reason for the last of them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Progress(
      String state,
      @Nullable String cause,
      long total,
      long looked,
      long done,
      long inFlight,
      long skipped,
      @Nullable String skippedWhy) {
    static Progress of(BulkProgress progress) {
      return new Progress(
          progress.status().name().toLowerCase(Locale.ROOT),
          progress.cause(),
          progress.total(),
          progress.looked(),
          progress.done(),
          progress.inFlight(),
          progress.skipped(),
          progress.skippedWhy());
    }
  }

  /**
   * Some of its messages.
   *
   * @param first at most ten
   * @param last of a dry run
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Found(List<MessageRow> first, @Nullable MessageRow last) {
    static Found of(OperationView.Samples samples) {
      StoredMessage last = samples.last();
      return new Found(
          samples.first().stream().map(MessageRow::of).toList(),
          last == null ? null : MessageRow.of(last));
    }
  }

  /**
   * As a caller may see it.
   *
   * @param mayBrowse the source
   */
  static OperationRow of(OperationView view, boolean mayBrowse) {
    return new OperationRow(
        view.id(),
        What.of(view),
        String.valueOf(Times.text(view.begunMillis())),
        Times.text(view.endedMillis()),
        Progress.of(view.progress()),
        mayBrowse ? Found.of(view.found()) : null);
  }
}
