// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.definition;

import io.rewindmq.delivery.GroupKind;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.shard.Completion;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.GroupSpec;
import io.rewindmq.shard.GroupView;
import io.rewindmq.shard.Shard;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Durable subscriptions as JMS identifies them.
 *
 * <p>One name under one client id is one subscription, shared or not. Asking for it with another
 * topic, selector or noLocal replaces it, backlog and all, while nobody uses it, and is refused
 * while somebody does. The journal has each change first; the catalog follows.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class Subscriptions {
  private static final int ATTEMPTS_MAX = 3;

  private final Shard shard;
  private final CatalogMirror mirror;
  private final Operations operations;

  public Subscriptions(Shard shard, CatalogMirror mirror, Operations operations) {
    this.shard = shard;
    this.mirror = mirror;
    this.operations = operations;
  }

  /**
   * Finds or makes the durable subscription.
   *
   * @param topic the destination of the spec
   * @param start where it begins if it has to be made; null = at the end
   * @param answer given the group at the moment at which it was found fitting, so that the caller
   *     can open its consumer at once
   */
  public void prepare(
      GroupSpec wanted,
      DestinationView topic,
      GroupSpec.@Nullable Start start,
      Answer<GroupView> answer) {
    prepare(wanted, topic, start, answer, 1);
  }

  private void prepare(
      GroupSpec wanted,
      DestinationView topic,
      GroupSpec.@Nullable Start start,
      Answer<GroupView> answer,
      int attempt) {
    Optional<GroupView> existing = find(wanted.clientId(), wanted.subscription());
    if (existing.isEmpty()) {
      make(wanted, topic, start, answer, attempt);
      return;
    }
    GroupView group = existing.get();
    if (group.spec().kind() != wanted.kind()) {
      answer.refused(
          ErrorCode.SUBSCRIPTION_MISMATCH,
          "subscription '" + wanted.name() + "' exists as " + group.spec().kind());
    } else if (isSame(group.spec(), wanted)) {
      answer.given(group);
    } else if (group.consumers() > 0) {
      answer.refused(
          wanted.kind() == GroupKind.DURABLE
              ? ErrorCode.SUBSCRIPTION_IN_USE
              : ErrorCode.SUBSCRIPTION_MISMATCH,
          "subscription '" + wanted.name() + "' is in use with another topic, selector or noLocal");
    } else {
      shard.deleteGroup(
          group.id(),
          operations.next(),
          answer.completion(deleted -> make(wanted, topic, start, answer, attempt)));
    }
  }

  private void make(
      GroupSpec wanted,
      DestinationView topic,
      GroupSpec.@Nullable Start start,
      Answer<GroupView> answer,
      int attempt) {
    shard.createGroup(
        wanted,
        start,
        operations.next(),
        new Completion<>() {
          @Override
          public void completed(GroupView made) {
            mirror.note(made.spec(), topic.spec());
            answer.given(made);
          }

          @Override
          public void rejected(Rejection rejection, String detail) {
            if (rejection == Rejection.GROUP_EXISTS && attempt < ATTEMPTS_MAX) {
              // Another connection was faster; what it made may fit.
              prepare(wanted, topic, start, answer, attempt + 1);
            } else {
              answer.refused(RejectionCodes.errorCode(rejection), detail);
            }
          }
        });
  }

  /**
   * Deletes a durable subscription and its backlog; not while it has a consumer, nor while a
   * session holds messages of it unacknowledged (specification section 8.3.3).
   */
  public void unsubscribe(@Nullable String clientId, String name, Answer<@Nullable Void> answer) {
    Optional<GroupView> existing = find(clientId, name);
    if (existing.isEmpty()) {
      answer.refused(ErrorCode.SUBSCRIPTION_NOT_FOUND, "no durable subscription '" + name + "'");
      return;
    }
    if (existing.get().consumers() > 0) {
      answer.refused(ErrorCode.SUBSCRIPTION_IN_USE, "subscription '" + name + "' has a consumer");
      return;
    }
    if (existing.get().inFlight() > 0) {
      answer.refused(
          ErrorCode.SUBSCRIPTION_IN_USE,
          "a session holds messages of subscription '" + name + "' unacknowledged");
      return;
    }
    shard.deleteGroup(
        existing.get().id(),
        operations.next(),
        answer.completion(
            deleted -> {
              mirror.follow(catalog -> catalog.deleteSubscription(clientId, name));
              answer.given(null);
            }));
  }

  private Optional<GroupView> find(@Nullable String clientId, @Nullable String name) {
    return shard.durableSubscription(clientId, Objects.requireNonNull(name));
  }

  private static boolean isSame(GroupSpec some, GroupSpec other) {
    return some.destinationId() == other.destinationId()
        && Objects.equals(some.selector(), other.selector())
        && some.noLocal() == other.noLocal();
  }
}
