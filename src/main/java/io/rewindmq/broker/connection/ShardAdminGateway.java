// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.ConnectionSummary;
import io.rewindmq.broker.DestinationSummary;
import io.rewindmq.broker.GroupSummary;
import io.rewindmq.broker.LoopInbox;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.shard.Completion;
import io.rewindmq.shard.GroupView;
import io.rewindmq.shard.RewindReport;
import io.rewindmq.shard.RewindTarget;
import io.rewindmq.shard.Shard;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Administrators' requests, carried out on the shard's loop. */
@AnyThread // requests go through the loop's inbox; the count of open ones is atomic
public final class ShardAdminGateway implements AdminGateway {
  private static final int OPEN_MAX = 64;

  private final Broker broker;
  private final LoopInbox inbox;
  private final AtomicInteger openRequests = new AtomicInteger();

  public ShardAdminGateway(Broker broker, LoopInbox inbox) {
    this.broker = broker;
    this.inbox = inbox;
  }

  @Override
  public CompletionStage<List<GroupSummary>> groups() {
    return ask(
        answer -> {
          List<GroupSummary> groups =
              shard().groups().stream()
                  .map(this::summary)
                  .flatMap(Optional::stream)
                  .sorted(Comparator.comparing(summary -> summary.group().spec().name()))
                  .toList();
          answer.complete(groups);
        });
  }

  @Override
  public CompletionStage<Optional<GroupSummary>> group(String nameOrId) {
    return ask(answer -> answer.complete(find(nameOrId).flatMap(this::summary)));
  }

  @Override
  public CompletionStage<RewindReport> rewind(String nameOrId, RewindTarget target) {
    return ask(
        answer -> {
          GroupView group =
              find(nameOrId)
                  .orElseThrow(
                      () ->
                          new AdminException(
                              AdminException.Reason.NOT_FOUND, "there is no group " + nameOrId));
          rewind(group.id(), target, answer);
        });
  }

  @Override
  public CompletionStage<RewindReport> rewind(int groupId, RewindTarget target) {
    return ask(answer -> rewind(groupId, target, answer));
  }

  @Override
  public CompletionStage<List<DestinationSummary>> destinations() {
    return ask(
        answer -> {
          Map<Integer, Integer> groups = new HashMap<>();
          shard()
              .groups()
              .forEach(group -> groups.merge(group.spec().destinationId(), 1, Integer::sum));
          List<DestinationSummary> destinations =
              shard().destinations().stream()
                  .map(
                      destination ->
                          new DestinationSummary(
                              destination,
                              shard().partitions(destination.id()),
                              groups.getOrDefault(destination.id(), 0)))
                  .sorted(Comparator.comparing(summary -> summary.destination().spec().name()))
                  .toList();
          answer.complete(destinations);
        });
  }

  @Override
  public CompletionStage<List<ConnectionSummary>> connections() {
    return ask(answer -> answer.complete(broker.connections()));
  }

  private void rewind(int groupId, RewindTarget target, CompletableFuture<RewindReport> answer) {
    shard()
        .rewind(
            groupId,
            target,
            broker.services().definitions().operations().next(),
            completing(answer));
  }

  private Shard shard() {
    return broker.services().shard();
  }

  private <T> CompletionStage<T> ask(Consumer<CompletableFuture<T>> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (openRequests.incrementAndGet() > OPEN_MAX || !inbox.offer(() -> run(question, answer))) {
      openRequests.decrementAndGet();
      return CompletableFuture.failedStage(
          new AdminException(AdminException.Reason.BUSY, "too many requests wait; try again"));
    }
    CompletableFuture<T> _ =
        answer.whenComplete((value, failure) -> openRequests.decrementAndGet());
    return answer;
  }

  /** On the shard's loop. */
  private <T> void run(Consumer<CompletableFuture<T>> question, CompletableFuture<T> answer) {
    if (shard().isFailed()) {
      answer.completeExceptionally(
          new AdminException(AdminException.Reason.UNAVAILABLE, "the shard has failed"));
      return;
    }
    try {
      question.accept(answer);
    } catch (AdminException e) {
      answer.completeExceptionally(e);
    }
  }

  private Optional<GroupView> find(String nameOrId) {
    List<GroupView> named = shard().groupsNamed(nameOrId);
    if (named.size() > 1) {
      String ids = String.join(", ", named.stream().map(group -> "" + group.id()).toList());
      throw new AdminException(
          AdminException.Reason.AMBIGUOUS,
          "several groups are called " + nameOrId + "; use one of the numbers " + ids);
    }
    if (named.size() == 1) {
      return Optional.of(named.get(0));
    }
    return id(nameOrId).flatMap(shard()::group);
  }

  private static Optional<Integer> id(String text) {
    boolean isNumber =
        !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  private Optional<GroupSummary> summary(GroupView group) {
    return shard()
        .destination(group.spec().destinationId())
        .map(destination -> new GroupSummary(group, destination));
  }

  private static <T> Completion<T> completing(CompletableFuture<T> answer) {
    return new Completion<>() {
      @Override
      public void completed(T value) {
        answer.complete(value);
      }

      @Override
      public void rejected(Rejection rejection, String detail) {
        answer.completeExceptionally(new AdminException(reason(rejection), detail));
      }
    };
  }

  private static AdminException.Reason reason(Rejection rejection) {
    return switch (rejection) {
      case DESTINATION_NOT_FOUND, GROUP_NOT_FOUND -> AdminException.Reason.NOT_FOUND;
      case DESTINATION_EXISTS,
          DESTINATION_IN_USE,
          DESTINATION_INVALID,
          GROUP_EXISTS,
          SUBSCRIPTION_IN_USE,
          SUBSCRIPTION_MISMATCH,
          TRANSACTION_ROLLED_BACK,
          REPLAY_FORBIDDEN,
          MESSAGE_CORRUPT ->
          AdminException.Reason.FORBIDDEN;
      case LIMIT_REACHED -> AdminException.Reason.BUSY;
      case DISK_FULL, CORRUPT_DATA, UNAVAILABLE -> AdminException.Reason.UNAVAILABLE;
    };
  }
}
