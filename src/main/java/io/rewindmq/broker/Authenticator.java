// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.broker.permission.Rights;
import io.rewindmq.broker.permission.Standing;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.protocol.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Decides who may connect. */
@AnyThread // implementations say by what
@FunctionalInterface
public interface Authenticator {
  /**
   * Judges one login. Never waits: what takes time is done elsewhere.
   *
   * @return complete already when there was nothing to wait for, else completed later on some other
   *     thread: hand over and return. Never fails; what went wrong is a refusal, too.
   */
  CompletionStage<Verdict> judge(Attempt attempt);

  /**
   * Who wants to come in.
   *
   * @param user null or empty = nobody in particular
   */
  record Attempt(PeerAddress peer, @Nullable String user, @Nullable String password) {
    /** Whether neither a user nor a password was given. */
    public boolean isAnonymous() {
      return isMissing(user) && isMissing(password);
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "login of user " + user + " from " + peer;
    }

    private static boolean isMissing(@Nullable String text) {
      return text == null || text.isEmpty();
    }
  }

  /** What becomes of a login. */
  sealed interface Verdict {
    /**
     * Welcome.
     *
     * @param user who it is from now on; null = nobody in particular
     * @param standing what he may do, now and later
     */
    record Accepted(@Nullable String user, Standing standing) implements Verdict {
      /** Somebody who may do everything, whatever happens to users and roles. */
      public static Accepted everything(@Nullable String user) {
        return new Accepted(user, Standing.of(Rights.everything()));
      }
    }

    /**
     * Not welcome.
     *
     * @param text why, for the client; the same for an unknown user and for a wrong password
     */
    record Refused(ErrorCode code, String text) implements Verdict {}
  }

  /** Takes everybody who comes from this machine, whatever the user and password say. */
  static Authenticator loopbackOnly() {
    return attempt ->
        CompletableFuture.completedStage(
            attempt.peer().loopback()
                ? Verdict.Accepted.everything(attempt.user())
                : new Verdict.Refused(
                    ErrorCode.AUTHENTICATION_FAILED,
                    "only connections from the broker's own machine are allowed"));
  }

  /** Takes everybody. */
  static Authenticator everybody() {
    return attempt -> CompletableFuture.completedStage(Verdict.Accepted.everything(attempt.user()));
  }
}
