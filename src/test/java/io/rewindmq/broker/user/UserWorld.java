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
import java.util.Set;
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
    this(new LoginRules(isAnonymousAllowed, false), null);
  }

  UserWorld(LoginRules rules, @Nullable TokenCheck tokens) {
    access =
        UserAccess.over(
            store,
            hash,
            threads.of(ThreadRole.ADMIN_WORKER, HASHES_WAITING_MAX),
            clock,
            new SimRandom(1),
            tokens,
            rules);
  }

  UserWorld with(String user, String password) {
    return with(user, password, "admin");
  }

  UserWorld with(String user, String password, String... roles) {
    finish(access.users().add(wanted(user, password, roles)));
    return this;
  }

  static Users.NewUser wanted(@Nullable String user, @Nullable String password, String... roles) {
    return new Users.NewUser(user, password, false, Set.of(roles));
  }

  /** A user as the store has it, who may do everything. */
  static UserAccount stored(String name, String hash, boolean enabled, long made, long changed) {
    return new UserAccount(name, hash, enabled, false, Set.of("admin"), made, changed);
  }

  /** Who it is from now on. */
  @Nullable String user(Verdict verdict) {
    return ((Verdict.Accepted) verdict).user();
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
