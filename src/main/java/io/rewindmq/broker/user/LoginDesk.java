// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.catalog.CatalogException;
import io.rewindmq.broker.permission.Standing;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.protocol.ErrorCode;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges logins by the users that are stored, and by bearer tokens.
 *
 * <ol>
 *   <li>A client of messaging without user and password is taken where anonymous ones are allowed.
 *   <li>A password without a user is a token, where tokens are taken.
 *   <li>While no user exists, everybody from this machine is taken, and nobody from elsewhere; or
 *       nobody at all, by {@link LoginRules#mustHaveUsers()}.
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
  private final @Nullable TokenCheck tokens;
  private final Standings standings;
  private final LoginRules rules;

  /**
   * A desk.
   *
   * @param tokens null = none are taken
   */
  LoginDesk(
      UserDirectory directory,
      PasswordChecks checks,
      FailedLogins failedLogins,
      @Nullable TokenCheck tokens,
      Standings standings,
      LoginRules rules) {
    this.directory = directory;
    this.checks = checks;
    this.failedLogins = failedLogins;
    this.tokens = tokens;
    this.standings = standings;
    this.rules = rules;
  }

  /** How those who guess passwords are slowed down now; looks at all of them. */
  public LoginThrottle throttle() {
    return failedLogins.throttle();
  }

  @Override
  public CompletionStage<Verdict> judge(Attempt attempt) {
    if (rules.isAnonymousAllowed() && attempt.isAnonymous()) {
      return directory
          .now()
          .<Verdict>thenApply(known -> new Verdict.Accepted(null, standings.anonymous()))
          .exceptionally(
              failure -> {
                Identification.Refused why = notFoundOut(failure);
                return refused(why);
              });
    }
    return identify(attempt).thenApply(LoginDesk::verdict);
  }

  /**
   * Finds out who somebody is, for administration: nobody is anonymous there, except on this
   * machine while no user exists. Never waits; the stage never fails.
   */
  public CompletionStage<Identification> identify(Attempt attempt) {
    TokenCheck check = tokens;
    String password = Objects.requireNonNullElse(attempt.password(), "");
    if (check != null && isEmpty(attempt.user()) && !password.isEmpty()) {
      // what its roles allow must be known, too
      return directory
          .now()
          .thenCompose(known -> check.check(password))
          .thenApply(result -> identified(result, attempt))
          .exceptionally(LoginDesk::notFoundOut);
    }
    return directory
        .now()
        .thenCompose(known -> identify(attempt, password, known))
        .exceptionally(LoginDesk::notFoundOut);
  }

  /**
   * Lets in a user who has proved by other means who he is, such as a certificate. Never waits;
   * fails when the users are not known.
   *
   * @return empty = there is no such user, or he may not log in
   */
  public CompletionStage<Optional<Verdict.Accepted>> vouched(String name) {
    return directory
        .now()
        .thenApply(
            known -> {
              Standing standing = standings.user(name);
              return known.user(name) == null || standing.rights() == null
                  ? Optional.empty()
                  : Optional.of(new Verdict.Accepted(name, standing));
            });
  }

  private static Verdict verdict(Identification found) {
    return switch (found) {
      case Identification.Known(String user, Standing standing, Identification.By by) ->
          by == Identification.By.ONE_TIME_PASSWORD
              ? new Verdict.Refused(
                  ErrorCode.AUTHENTICATION_FAILED,
                  "the password of "
                      + user
                      + " was given out for one use; change it first: rewind user password "
                      + user)
              : new Verdict.Accepted(user, standing);
      case Identification.Refused refused -> refused(refused);
    };
  }

  private static Verdict refused(Identification.Refused refused) {
    ErrorCode code =
        switch (refused.why()) {
          case WRONG -> ErrorCode.AUTHENTICATION_FAILED;
          case LIMIT -> ErrorCode.LIMIT_REACHED;
          case UNAVAILABLE -> ErrorCode.UNAVAILABLE;
        };
    return new Verdict.Refused(code, refused.text());
  }

  private CompletionStage<Identification> identify(
      Attempt attempt, String password, AccessSnapshot known) {
    if (!known.hasUsers()) {
      return CompletableFuture.completedStage(whileNobodyExists(attempt));
    }
    String user = attempt.user();
    if (user == null || user.isEmpty()) {
      return CompletableFuture.completedStage(
          new Identification.Refused(
              Identification.Why.WRONG, "this broker wants a user and a password"));
    }
    FailedLogins.Pair pair = new FailedLogins.Pair(shown(user), attempt.peer().host());
    long waitMillis = failedLogins.waitMillis(pair);
    if (waitMillis > 0) {
      return CompletableFuture.completedStage(
          new Identification.Refused(
              Identification.Why.LIMIT,
              "too many failed logins; try again in " + (waitMillis + 999) / 1000 + " s"));
    }
    UserAccount account = known.user(user);
    return checks
        .check(user, account, password, pair)
        .thenApply(result -> identified(result, attempt, account, pair));
  }

  private Identification identified(
      PasswordChecks.Result result,
      Attempt attempt,
      @Nullable UserAccount account,
      FailedLogins.Pair pair) {
    return switch (result) {
      case RIGHT -> {
        failedLogins.succeeded(pair);
        String name = Objects.requireNonNull(account).name();
        yield new Identification.Known(
            name,
            standings.user(name),
            account.oneTime() ? Identification.By.ONE_TIME_PASSWORD : Identification.By.PASSWORD);
      }
      case WRONG -> {
        LOG.warn("RWQ-0620 {}: {}, from {}", WRONG, pair.user(), attempt.peer());
        yield new Identification.Refused(Identification.Why.WRONG, WRONG);
      }
      case BUSY ->
          new Identification.Refused(
              Identification.Why.LIMIT, "too many logins at once; try again in a moment");
    };
  }

  private Identification identified(TokenCheck.Result result, Attempt attempt) {
    return switch (result) {
      case TokenCheck.Result.Good good ->
          new Identification.Known(
              TokenCheck.NAME_PREFIX + good.user(),
              standings.token(good.roles(), good.endsMillis()),
              Identification.By.TOKEN);
      case TokenCheck.Result.Bad(String why) -> {
        LOG.warn("RWQ-0627 a token is not accepted: {}, from {}", why, attempt.peer());
        yield new Identification.Refused(
            Identification.Why.WRONG, "the token is not accepted: " + why);
      }
      case TokenCheck.Result.Unknown(String why) ->
          new Identification.Refused(
              Identification.Why.UNAVAILABLE,
              "the broker can't check tokens at the moment: " + why);
    };
  }

  private Identification whileNobodyExists(Attempt attempt) {
    if (rules.mustHaveUsers()) {
      return new Identification.Refused(
          Identification.Why.UNAVAILABLE,
          "the broker has no users yet, and listens to other machines, which needs some");
    }
    return attempt.peer().loopback()
        ? new Identification.Known(
            isEmpty(attempt.user()) ? null : attempt.user(),
            standings.whileNobodyExists(),
            Identification.By.NEARNESS)
        : new Identification.Refused(
            Identification.Why.WRONG,
            "only connections from the broker's own machine are allowed while it has no users");
  }

  private static Identification.Refused notFoundOut(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof CatalogException || cause instanceof TimeoutException)) {
      LOG.error("RWQ-0624 a login could not be judged", failure);
    }
    return new Identification.Refused(
        Identification.Why.UNAVAILABLE, "the broker can't look its users up at the moment");
  }

  /** A name that can't be one is not written to the log: it may be anything, and a password too. */
  private static String shown(@Nullable String user) {
    return user != null && CredentialRules.isName(user) ? user : "(not a name of a user)";
  }

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }
}
