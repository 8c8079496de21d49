// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.definition;

import io.rewindmq.broker.catalog.SubscriptionDefinition;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.delivery.SettingsChange;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.shard.Completion;
import io.rewindmq.shard.DestinationSpec;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.GroupView;
import io.rewindmq.shard.Shard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds, makes, changes and deletes lasting destinations.
 *
 * <p><b>Order.</b> What an administrator makes is written to the catalog first, so that he hears of
 * a database that is down. What a client asks for, changing and deleting goes to the journal first,
 * so that none of it needs the database; the catalog follows in the order of the journal.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class DestinationDirectory {
  private final Shard shard;
  private final CatalogMirror mirror;
  private final Operations operations;

  /** Who waits for a destination that is being made. */
  private final Map<Key, List<Completion<DestinationView>>> beingMade = new HashMap<>();

  public DestinationDirectory(Shard shard, CatalogMirror mirror, Operations operations) {
    this.shard = shard;
    this.mirror = mirror;
    this.operations = operations;
  }

  /**
   * Finds or makes a queue or topic. Concurrent requests for the same one join.
   *
   * @param name checked by {@link DestinationName#parse}
   */
  public void resolve(DestinationKind kind, String name, Answer<DestinationView> answer) {
    findOrMake(
        DestinationSpec.lasting(kind, name, shard.defaultSettings()),
        this::makeForClient,
        answer.completion());
  }

  /**
   * Makes a queue or topic. One that is there, or is being made, will do if it is the same.
   * Rejections: DESTINATION_EXISTS (it is another one), LIMIT_REACHED, DISK_FULL, UNAVAILABLE.
   *
   * @param wanted its name checked by {@link DestinationName#check}
   */
  public void create(DestinationSpec wanted, Completion<DestinationCreation> completion) {
    boolean isNew =
        shard.destination(wanted.kind(), wanted.name()).isEmpty()
            && !beingMade.containsKey(Key.of(wanted));
    findOrMake(
        wanted,
        this::makeForAdministrator,
        new Completion<>() {
          @Override
          public void completed(DestinationView found) {
            if (found.spec().equals(wanted)) {
              completion.completed(new DestinationCreation(found, isNew));
            } else {
              completion.rejected(
                  Rejection.DESTINATION_EXISTS, DifferentFacts.text(found.spec(), wanted));
            }
          }

          @Override
          public void rejected(Rejection rejection, String detail) {
            completion.rejected(rejection, detail);
          }
        });
  }

  /**
   * Changes settings; the catalog follows. Rejections: DESTINATION_NOT_FOUND, DISK_FULL,
   * UNAVAILABLE.
   *
   * @throws IllegalArgumentException the destination can't have these settings
   */
  public void change(
      DestinationKind kind,
      String name,
      SettingsChange change,
      Completion<DestinationView> completion) {
    Optional<DestinationView> found = shard.destination(kind, name);
    if (found.isEmpty()) {
      completion.rejected(Rejection.DESTINATION_NOT_FOUND, missing(kind, name));
      return;
    }
    DestinationView before = found.get();
    DestinationSpec changed = before.spec().with(change, shard.defaultSettings());
    shard.changeDestination(before.id(), changed, operations.next(), completion);
    shard
        .destination(before.id())
        .filter(after -> !after.equals(before))
        .ifPresent(after -> mirror.note(after.spec()));
  }

  /**
   * Deletes a destination with its messages and groups; the catalog follows. Rejections:
   * DESTINATION_NOT_FOUND, DESTINATION_IN_USE, UNAVAILABLE.
   *
   * @param evenInUse consumers that are connected end
   */
  public void delete(
      DestinationKind kind, String name, boolean evenInUse, Completion<@Nullable Void> completion) {
    Optional<DestinationView> found = shard.destination(kind, name);
    if (found.isEmpty()) {
      completion.rejected(Rejection.DESTINATION_NOT_FOUND, missing(kind, name));
      return;
    }
    DestinationView destination = found.get();
    List<GroupView> groups =
        shard.groups().stream()
            .filter(group -> group.spec().destinationId() == destination.id())
            .toList();
    int consumers = groups.stream().mapToInt(GroupView::consumers).sum();
    if (consumers > 0 && !evenInUse) {
      completion.rejected(
          Rejection.DESTINATION_IN_USE,
          text(kind, name)
              + " has "
              + consumers
              + (consumers == 1 ? " consumer" : " consumers")
              + ", expected none: close them, or delete it by force, which ends them and tells"
              + " their applications");
      return;
    }
    shard.deleteDestination(destination.id(), operations.next(), completion);
    if (shard.destination(destination.id()).isEmpty()) {
      groups.stream()
          .filter(JournalTruth::isDurable)
          .map(group -> JournalTruth.definition(group.spec(), destination.spec()))
          .forEach(this::forget);
      mirror.follow(catalog -> catalog.deleteDestination(JournalTruth.kind(kind), name));
    }
  }

  private void forget(SubscriptionDefinition gone) {
    mirror.follow(catalog -> catalog.deleteSubscription(gone.clientId(), gone.name()));
  }

  private void findOrMake(
      DestinationSpec wanted,
      Consumer<DestinationSpec> maker,
      Completion<DestinationView> completion) {
    Optional<DestinationView> found = shard.destination(wanted.kind(), wanted.name());
    if (found.isPresent()) {
      completion.completed(found.get());
      return;
    }
    List<Completion<DestinationView>> waiting = beingMade.get(Key.of(wanted));
    if (waiting != null) {
      waiting.add(completion);
      return;
    }
    beingMade.put(Key.of(wanted), new ArrayList<>(List.of(completion)));
    maker.accept(wanted);
  }

  /** Its client waits for nothing: it makes it again should a crash undo it. */
  private void makeForClient(DestinationSpec spec) {
    shard.makeDestination(spec, operations.next(), made(spec, () -> mirror.note(spec), () -> {}));
  }

  private void makeForAdministrator(DestinationSpec spec) {
    Runnable takeBack =
        () ->
            mirror.follow(
                catalog -> catalog.deleteDestination(JournalTruth.kind(spec.kind()), spec.name()));
    mirror.change(
        catalog -> catalog.createDestination(JournalTruth.definition(spec)),
        new Answer<>() {
          @Override
          public void given(@Nullable Void nothing) {
            shard.createDestination(spec, operations.next(), made(spec, () -> {}, takeBack));
          }

          @Override
          public void refused(ErrorCode code, String text) {
            rejectAll(spec, Rejection.UNAVAILABLE, text); // the only thing that a mirror says
          }
        });
  }

  /** Tells all who wait for a destination what became of it. */
  private Completion<DestinationView> made(
      DestinationSpec spec, Runnable whenMade, Runnable whenRefused) {
    return new Completion<>() {
      @Override
      public void completed(DestinationView made) {
        whenMade.run();
        waiting(spec).forEach(completion -> completion.completed(made));
      }

      @Override
      public void rejected(Rejection rejection, String detail) {
        Optional<DestinationView> existing = shard.destination(spec.kind(), spec.name());
        if (existing.isPresent()) { // the shard has made it for dead letters meanwhile
          mirror.note(existing.get().spec());
          waiting(spec).forEach(completion -> completion.completed(existing.get()));
        } else {
          whenRefused.run();
          rejectAll(spec, rejection, detail);
        }
      }
    };
  }

  private void rejectAll(DestinationSpec spec, Rejection rejection, String text) {
    waiting(spec).forEach(completion -> completion.rejected(rejection, text));
  }

  private List<Completion<DestinationView>> waiting(DestinationSpec spec) {
    List<Completion<DestinationView>> completions = beingMade.remove(Key.of(spec));
    return completions == null ? List.of() : completions;
  }

  private static String missing(DestinationKind kind, String name) {
    return "there is no " + text(kind, name);
  }

  private static String text(DestinationKind kind, String name) {
    return (kind.isQueue() ? "queue \"" : "topic \"") + name + "\"";
  }

  private record Key(DestinationKind kind, String name) {
    static Key of(DestinationSpec spec) {
      return new Key(spec.kind(), spec.name());
    }
  }
}
