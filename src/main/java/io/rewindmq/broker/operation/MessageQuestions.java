// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.operation;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.SelectorCompiler;
import io.rewindmq.broker.message.DeadLetterCauses;
import io.rewindmq.broker.message.HistoryPlace;
import io.rewindmq.broker.message.MessagePage;
import io.rewindmq.broker.message.MessageSearch;
import io.rewindmq.broker.message.PageQuery;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.PartitionView;
import io.rewindmq.shard.Shard;
import io.rewindmq.shard.move.Place;
import io.rewindmq.shard.move.WalkVisitor;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Questions about messages. What can't be asked is an {@link AdminException}. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class MessageQuestions {
  /** How many messages a page looks at, at most. */
  private static final long PAGE_LOOKS_MAX = 20_000;

  /** How many messages a search by id, or a count of causes, looks at. */
  private static final long SEARCH_LOOKS_MAX = 200_000;

  private final Shard shard;
  private final SelectorCompiler selectors;

  MessageQuestions(Shard shard, SelectorCompiler selectors) {
    this.shard = shard;
    this.selectors = selectors;
  }

  void pending(int groupId, PageQuery query, CompletableFuture<MessagePage> answer) {
    PageCollector page = new PageCollector(query, new Filters(selectors, query.selector()), answer);
    if (!shard.messages().pending(groupId, PlaceText.parse(query.cursor()), PAGE_LOOKS_MAX, page)) {
      throw noGroup(groupId);
    }
  }

  void causes(int groupId, CompletableFuture<DeadLetterCauses> answer) {
    if (!shard.messages().pending(groupId, null, SEARCH_LOOKS_MAX, new CauseCounter(answer))) {
      throw noGroup(groupId);
    }
  }

  void history(
      DestinationKind kind,
      String name,
      HistoryPlace from,
      PageQuery query,
      CompletableFuture<MessagePage> answer) {
    Filters filter = new Filters(selectors, query.selector());
    Place place = PlaceText.parse(query.cursor());
    DestinationView destination = existing(kind, name);
    starts(
        destination,
        from,
        answer,
        starts ->
            walk(
                destination,
                starts,
                place,
                PAGE_LOOKS_MAX,
                new PageCollector(query, filter, answer)));
  }

  private void walk(
      DestinationView destination,
      long[] starts,
      @Nullable Place from,
      long looksMax,
      WalkVisitor visitor) {
    if (!shard.messages().history(destination.id(), starts, from, looksMax, visitor)) {
      visitor.over(null, destination.spec().name() + " was deleted meanwhile");
    }
  }

  /** Reads the message at an offset. */
  void at(
      DestinationKind kind,
      String name,
      int partition,
      long offset,
      int bodyBytesMax,
      CompletableFuture<MessageSearch> answer) {
    DestinationView destination = existing(kind, name);
    checkPartition(destination, partition);
    walk(
        destination,
        only(destination, partition, offset),
        new Place(partition, 0, offset),
        1,
        MessageFinder.atOffset(offset, bodyBytesMax, answer));
  }

  void search(
      DestinationKind kind,
      String name,
      String messageId,
      HistoryPlace from,
      int bodyBytesMax,
      CompletableFuture<MessageSearch> answer) {
    MessageFinder finder = MessageFinder.byId(messageId, bodyBytesMax, answer);
    DestinationView destination = existing(kind, name);
    starts(
        destination,
        from,
        answer,
        starts -> walk(destination, starts, null, SEARCH_LOOKS_MAX, finder));
  }

  /** Turns a place into the first offset of each partition. */
  private void starts(
      DestinationView destination,
      HistoryPlace from,
      CompletableFuture<?> answer,
      Consumer<long[]> then) {
    if (from.partition() >= 0) {
      checkPartition(destination, from.partition());
    }
    if (from.millis() >= 0) {
      boolean _ =
          shard
              .messages()
              .offsetsAt(
                  destination.id(),
                  from.millis(),
                  found -> {
                    if (shard.isFailed()) {
                      answer.completeExceptionally(
                          new AdminException(
                              AdminException.Reason.UNAVAILABLE, "the shard has failed"));
                    } else {
                      then.accept(chosen(found, from.partition()));
                    }
                  });
      return;
    }
    List<PartitionView> partitions = shard.partitions(destination.id());
    long[] starts = new long[partitions.size()];
    long each = SEARCH_LOOKS_MAX / starts.length;
    for (int i = 0; i < starts.length; i++) {
      starts[i] =
          from.offset() == Long.MAX_VALUE
              ? Math.max(0, partitions.get(i).visibleEnd() - each)
              : Math.max(0, from.offset());
    }
    then.accept(chosen(starts, from.partition()));
  }

  /** Of the other partitions, nothing. */
  private static long[] chosen(long[] starts, int partition) {
    long[] chosen = starts.clone();
    for (int i = 0; i < chosen.length; i++) {
      if (partition >= 0 && i != partition) {
        chosen[i] = Long.MAX_VALUE;
      }
    }
    return chosen;
  }

  private static long[] only(DestinationView destination, int partition, long offset) {
    long[] starts = new long[destination.spec().partitions()];
    Arrays.fill(starts, Long.MAX_VALUE);
    starts[partition] = offset;
    return starts;
  }

  private static void checkPartition(DestinationView destination, int partition) {
    int count = destination.spec().partitions();
    if (partition < 0 || partition >= count) {
      throw new AdminException(
          AdminException.Reason.NOT_FOUND,
          destination.spec().name()
              + " has the partitions 0 to "
              + (count - 1)
              + ", so there is no partition "
              + partition);
    }
  }

  private DestinationView existing(DestinationKind kind, String name) {
    return shard
        .destination(kind, name)
        .orElseThrow(
            () ->
                new AdminException(
                    AdminException.Reason.NOT_FOUND,
                    "there is no " + (kind.isQueue() ? "queue " : "topic ") + name));
  }

  private static AdminException noGroup(int groupId) {
    return new AdminException(
        AdminException.Reason.NOT_FOUND, "group " + groupId + " is not there any more");
  }
}
