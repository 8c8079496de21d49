// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.delivery.Rejection;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.RoleExecutor;
import io.rewindmq.shard.Completion;
import io.rewindmq.shard.Shard;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings administrators' requests to the shard's loop and their answers back.
 *
 * <p><b>Bound.</b> So many may be open at once; one more fails with {@link
 * AdminException.Reason#BUSY}. <b>Failure.</b> Stages fail with {@link AdminException} only.
 */
@AnyThread // requests go through the loop's inbox; the count of open ones is atomic
public final class LoopRequests {
  private static final int OPEN_MAX = 64;

  private final Shard shard;
  private final LoopInbox inbox;
  private final AtomicInteger openRequests = new AtomicInteger();

  public LoopRequests(Shard shard, LoopInbox inbox) {
    this.shard = shard;
    this.inbox = inbox;
  }

  /**
   * Asks.
   *
   * @param question called on {@code SHARD_LOOP}; sees to it that its argument is completed, there
   *     or later, or throws an {@link AdminException}
   */
  public <T> CompletionStage<T> ask(Consumer<CompletableFuture<T>> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    return ask(answer, () -> question.accept(answer));
  }

  /** The same for what the shard completes. */
  public <T> CompletionStage<T> command(Consumer<Completion<T>> command) {
    return ask(answer -> command.accept(completing(answer)));
  }

  /** The same for what has no result. */
  public CompletionStage<@Nullable Void> order(Consumer<Completion<@Nullable Void>> command) {
    CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();
    return ask(answer, () -> command.accept(completing(answer)));
  }

  /**
   * The same ahead of what waits, and beyond the bound: for a question that only one asks, and that
   * is about how the loop is.
   *
   * @param lane always takes a task
   */
  public CompletionStage<@Nullable Void> orderAhead(
      RoleExecutor lane, Consumer<Completion<@Nullable Void>> command) {
    CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();
    lane.execute(() -> run(answer, () -> command.accept(completing(answer))));
    return answer;
  }

  private <T extends @Nullable Object> CompletionStage<T> ask(
      CompletableFuture<T> answer, Runnable question) {
    if (openRequests.incrementAndGet() > OPEN_MAX || !inbox.offer(() -> run(answer, question))) {
      openRequests.decrementAndGet();
      return CompletableFuture.failedStage(
          new AdminException(AdminException.Reason.BUSY, "too many requests wait; try again"));
    }
    CompletableFuture<T> _ =
        answer.whenComplete((value, failure) -> openRequests.decrementAndGet());
    return answer;
  }

  private void run(CompletableFuture<?> answer, Runnable question) {
    if (shard.isFailed()) {
      answer.completeExceptionally(
          new AdminException(AdminException.Reason.UNAVAILABLE, "the shard has failed"));
      return;
    }
    try {
      question.run();
    } catch (AdminException e) {
      answer.completeExceptionally(e);
    }
  }

  private static <T extends @Nullable Object> Completion<T> completing(
      CompletableFuture<T> answer) {
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

  /** What a refusal of the shard is to administrators. */
  public static AdminException.Reason reason(Rejection rejection) {
    return switch (rejection) {
      case DESTINATION_NOT_FOUND, GROUP_NOT_FOUND -> AdminException.Reason.NOT_FOUND;
      case DESTINATION_EXISTS, GROUP_EXISTS -> AdminException.Reason.EXISTS;
      case DESTINATION_IN_USE,
          DESTINATION_INVALID,
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
