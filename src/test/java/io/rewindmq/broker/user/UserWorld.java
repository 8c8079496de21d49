// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.broker.Authenticator.Attempt;
import io.rewindmq.broker.Authenticator.Verdict;
import io.rewindmq.broker.PeerAddress;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.testkit.CountingHash;
import io.rewindmq.testkit.InMemoryUserStore;
import io.rewindmq.testkit.SimClock;
import io.rewindmq.testkit.SimExecutors;
import io.rewindmq.testkit.SimRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Users and logins in one thread; hashes are computed when the test says so. */
final class UserWorld {
  static final PeerAddress HERE = new PeerAddress("127.0.0.1:50000", true);
  static final PeerAddress ELSEWHERE = new PeerAddress("10.0.0.7:50000", false);
  static final int HASHES_WAITING_MAX = 8;

  final InMemoryUserStore store = new InMemoryUserStore();
  final CountingHash hash = new CountingHash();
  final SimClock clock = new SimClock(1_000_000);
  final SimExecutors threads = new SimExecutors(1);
  final UserAccess access;

  UserWorld() {
    this(false);
  }

  UserWorld(boolean isAnonymousAllowed) {
    access =
        UserAccess.over(
            store,
            hash,
            threads.of(ThreadRole.ADMIN_WORKER, HASHES_WAITING_MAX),
            clock,
            new SimRandom(1),
            isAnonymousAllowed);
  }

  UserWorld with(String user, String password) {
    finish(access.users().add(user, password));
    return this;
  }

  CompletableFuture<Verdict> begin(
      PeerAddress peer, @Nullable String user, @Nullable String password) {
    return access.desk().judge(new Attempt(peer, user, password)).toCompletableFuture();
  }

  Verdict login(PeerAddress peer, @Nullable String user, @Nullable String password) {
    return finish(begin(peer, user, password));
  }

  /** Null = accepted. */
  @Nullable ErrorCode refusal(PeerAddress peer, @Nullable String user, @Nullable String password) {
    return refusal(login(peer, user, password));
  }

  static @Nullable ErrorCode refusal(Verdict verdict) {
    return verdict instanceof Verdict.Refused refused ? refused.code() : null;
  }

  /** Lets everything run and takes what came out. */
  <T extends @Nullable Object> T finish(CompletionStage<T> stage) {
    threads.run();
    return stage.toCompletableFuture().join();
  }

  /** What a stage failed with. */
  Throwable failure(CompletionStage<?> stage) {
    try {
      Object result = finish(stage);
      throw new AssertionError("it did not fail but gave " + result);
    } catch (CompletionException e) {
      return e.getCause() == null ? e : e.getCause();
    }
  }
}
