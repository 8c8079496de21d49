// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.definition;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.DestinationCreated;
import io.rewindmq.broker.DestinationSummary;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.delivery.Setting;
import io.rewindmq.delivery.SettingsChange;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.Completion;
import io.rewindmq.shard.DestinationSpec;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.GroupView;
import io.rewindmq.shard.Shard;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What administrators do with destinations. Nothing is changed where a method throws {@link
 * AdminException}: what was asked for is not possible whatever there is.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class DestinationAdministration {
  private final Shard shard;
  private final DestinationDirectory directory;

  public DestinationAdministration(Shard shard, Definitions definitions) {
    this.shard = shard;
    this.directory = definitions.destinations();
  }

  /** All destinations, temporary ones too, by name. */
  public List<DestinationSummary> all() {
    Map<Integer, List<GroupView>> groups =
        shard.groups().stream()
            .collect(Collectors.groupingBy(group -> group.spec().destinationId()));
    return shard.destinations().stream()
        .map(one -> summary(one, groups.getOrDefault(one.id(), List.of())))
        .sorted(Comparator.comparing(summary -> summary.destination().spec().name()))
        .toList();
  }

  public Optional<DestinationSummary> find(DestinationKind kind, String name) {
    return shard.destination(kind, name).map(this::summary);
  }

  /** As {@link DestinationDirectory#create}. */
  public void create(
      DestinationKind kind,
      String name,
      int partitions,
      SettingsChange said,
      Completion<DestinationCreated> completion) {
    checkLasting(kind, name);
    checkName(name);
    checkQueues(said);
    DestinationSpec wanted =
        valid(() -> DestinationSpec.lasting(kind, name, partitions, said, shard.defaultSettings()));
    directory.create(
        wanted,
        told(
            completion, made -> new DestinationCreated(summary(made.destination()), made.isNew())));
  }

  /** As {@link DestinationDirectory#change}. */
  public void change(
      DestinationKind kind,
      String name,
      SettingsChange change,
      Completion<DestinationSummary> completion) {
    checkLasting(kind, name);
    checkQueues(change);
    valid(
        () -> {
          directory.change(kind, name, change, told(completion, this::summary));
          return true;
        });
  }

  /** As {@link DestinationDirectory#delete}. */
  public void delete(
      DestinationKind kind, String name, boolean evenInUse, Completion<@Nullable Void> completion) {
    checkLasting(kind, name);
    directory.delete(kind, name, evenInUse, completion);
  }

  private static void checkLasting(DestinationKind kind, String name) {
    if (kind.isTemporary()) {
      throw new AdminException(
          AdminException.Reason.INVALID,
          "\""
              + name
              + "\" would be temporary: those are made by connections and end with them; expected"
              + " a queue or a topic");
    }
  }

  private static void checkQueues(SettingsChange change) {
    for (Setting queue : List.of(Setting.DEAD_LETTER_QUEUE, Setting.EXPIRY_QUEUE)) {
      if (change.said().contains(queue) && queue.valueIn(change.values()) instanceof String said) {
        checkName(said);
      }
    }
  }

  private static void checkName(String name) {
    try {
      DestinationName.check(name);
    } catch (RefusedException e) {
      throw new AdminException(AdminException.Reason.INVALID, e.text());
    }
  }

  private static <T> T valid(Supplier<T> step) {
    try {
      return step.get();
    } catch (IllegalArgumentException e) {
      throw new AdminException(AdminException.Reason.INVALID, String.valueOf(e.getMessage()));
    }
  }

  private DestinationSummary summary(DestinationView destination) {
    return summary(
        destination,
        shard.groups().stream()
            .filter(group -> group.spec().destinationId() == destination.id())
            .toList());
  }

  private DestinationSummary summary(DestinationView destination, List<GroupView> groups) {
    return new DestinationSummary(
        destination,
        shard.partitions(destination.id()),
        groups.size(),
        groups.stream().mapToInt(GroupView::consumers).sum());
  }

  private static <S, T> Completion<S> told(
      Completion<T> completion, Function<? super S, ? extends T> as) {
    return new Completion<>() {
      @Override
      public void completed(S value) {
        completion.completed(as.apply(value));
      }

      @Override
      public void rejected(Rejection rejection, String detail) {
        completion.rejected(rejection, detail);
      }
    };
  }
}
