// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.operation;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.OriginStamp;
import io.rewindmq.broker.message.DeadLetterCauses;
import io.rewindmq.broker.message.DeadLetterCauses.Cause;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageView;
import io.rewindmq.shard.move.Place;
import io.rewindmq.shard.move.WalkVisitor;
import io.rewindmq.shard.move.WalkedMessage;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Counts dead letters by where they come from and why. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class CauseCounter implements WalkVisitor {
  private static final int CAUSES_MAX = 1000;
  private static final byte[] REASON = OriginStamp.REASON.getBytes(StandardCharsets.UTF_8);
  private static final byte[] DESTINATION =
      OriginStamp.DESTINATION.getBytes(StandardCharsets.UTF_8);
  private static final byte[] GROUP = OriginStamp.GROUP.getBytes(StandardCharsets.UTF_8);

  private final CompletableFuture<DeadLetterCauses> answer;
  private final MessageView view = new MessageView();
  private final Map<List<String>, Count> counts = new HashMap<>();
  private long looked;

  private static final class Count {
    long messages;
    long firstMillis = Long.MAX_VALUE;
    long lastMillis;
  }

  CauseCounter(CompletableFuture<DeadLetterCauses> answer) {
    this.answer = answer;
  }

  @Override
  public boolean isFull() {
    return counts.size() >= CAUSES_MAX;
  }

  @Override
  public Next message(WalkedMessage message) {
    looked++;
    view.at(message.elements(), message.elements().position() + MessageLayout.ELEMENT_HEADER_BYTES);
    Count count =
        counts.computeIfAbsent(
            List.of(text(DESTINATION), text(GROUP), text(REASON)), any -> new Count());
    count.messages++;
    count.firstMillis = Math.min(count.firstMillis, message.appendMillis());
    count.lastMillis = Math.max(count.lastMillis, message.appendMillis());
    return Next.GO_ON;
  }

  private String text(byte[] property) {
    return view.property(property) instanceof String text ? text : "";
  }

  @Override
  public void over(@Nullable Place next, @Nullable String cause) {
    if (cause != null) {
      answer.completeExceptionally(new AdminException(AdminException.Reason.UNAVAILABLE, cause));
      return;
    }
    List<Cause> causes =
        counts.entrySet().stream()
            .map(one -> cause(one.getKey(), one.getValue()))
            .sorted(Comparator.comparingLong(Cause::messages).reversed())
            .toList();
    answer.complete(new DeadLetterCauses(causes, looked, next == null));
  }

  private static Cause cause(List<String> key, Count count) {
    return new Cause(
        said(key.get(0)),
        said(key.get(1)),
        said(key.get(2)),
        count.messages,
        count.firstMillis,
        count.lastMillis);
  }

  private static @Nullable String said(String text) {
    return text.isEmpty() ? null : text;
  }
}
