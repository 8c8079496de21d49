// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.catalog.CatalogException;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.protocol.ErrorCode;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges logins by the users that are stored.
 *
 * <ol>
 *   <li>A login without user and password is taken where anonymous ones are allowed.
 *   <li>While no user exists, everybody from this machine is taken, and nobody from elsewhere.
 *   <li>Else user and password must be right. An unknown user, a disabled one and a wrong password
 *       get the same answer after the same work.
 * </ol>
 *
 * <p>Nobody is let in because something can't be found out: without the users it is {@code
 * UNAVAILABLE}, with too many logins at once {@code LIMIT_REACHED}; a client tries these again.
 */
@AnyThread // immutable; what it uses is safe
public final class LoginDesk implements Authenticator {
  private static final String WRONG = "wrong user or password";
  private static final Logger LOG = LoggerFactory.getLogger(LoginDesk.class);

  private final UserDirectory directory;
  private final PasswordChecks checks;
  private final FailedLogins failedLogins;
  private final boolean isAnonymousAllowed;

  LoginDesk(
      UserDirectory directory,
      PasswordChecks checks,
      FailedLogins failedLogins,
      boolean isAnonymousAllowed) {
    this.directory = directory;
    this.checks = checks;
    this.failedLogins = failedLogins;
    this.isAnonymousAllowed = isAnonymousAllowed;
  }

  @Override
  public CompletionStage<Verdict> judge(Attempt attempt) {
    if (isAnonymousAllowed && attempt.isAnonymous()) {
      return CompletableFuture.completedStage(new Verdict.Accepted(null));
    }
    return directory
        .users()
        .thenCompose(users -> judge(attempt, users))
        .exceptionally(LoginDesk::notFoundOut);
  }

  private CompletionStage<Verdict> judge(Attempt attempt, Map<String, UserAccount> users) {
    if (users.isEmpty()) {
      return CompletableFuture.completedStage(whileNobodyExists(attempt));
    }
    String user = attempt.user();
    if (user == null || user.isEmpty()) {
      return CompletableFuture.completedStage(
          new Verdict.Refused(
              ErrorCode.AUTHENTICATION_FAILED, "this broker wants a user and a password"));
    }
    FailedLogins.Pair pair = new FailedLogins.Pair(shown(user), attempt.peer().host());
    long waitMillis = failedLogins.waitMillis(pair);
    if (waitMillis > 0) {
      return CompletableFuture.completedStage(
          new Verdict.Refused(
              ErrorCode.LIMIT_REACHED,
              "too many failed logins; try again in " + (waitMillis + 999) / 1000 + " s"));
    }
    String password = Objects.requireNonNullElse(attempt.password(), "");
    return checks
        .check(user, users.get(user), password, pair)
        .thenApply(result -> verdict(result, attempt, pair));
  }

  private Verdict verdict(PasswordChecks.Result result, Attempt attempt, FailedLogins.Pair pair) {
    return switch (result) {
      case RIGHT -> {
        failedLogins.succeeded(pair);
        yield new Verdict.Accepted(attempt.user());
      }
      case WRONG -> {
        LOG.warn("RWQ-0620 {}: {}, from {}", WRONG, pair.user(), attempt.peer());
        yield new Verdict.Refused(ErrorCode.AUTHENTICATION_FAILED, WRONG);
      }
      case BUSY ->
          new Verdict.Refused(
              ErrorCode.LIMIT_REACHED, "too many logins at once; try again in a moment");
    };
  }

  private static Verdict whileNobodyExists(Attempt attempt) {
    return attempt.peer().loopback()
        ? new Verdict.Accepted(attempt.isAnonymous() ? null : attempt.user())
        : new Verdict.Refused(
            ErrorCode.AUTHENTICATION_FAILED,
            "only connections from the broker's own machine are allowed while it has no users");
  }

  private static Verdict notFoundOut(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof CatalogException || cause instanceof TimeoutException)) {
      LOG.error("RWQ-0624 a login could not be judged", failure);
    }
    return new Verdict.Refused(
        ErrorCode.UNAVAILABLE, "the broker can't look its users up at the moment");
  }

  /** A name that can't be one is not written to the log: it may be anything, and a password too. */
  private static String shown(@Nullable String user) {
    return user != null && CredentialRules.isName(user) ? user : "(not a name of a user)";
  }
}
