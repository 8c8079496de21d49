// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.quarkus.runtime.ShutdownEvent;
import io.rewindmq.app.login.FirstPassword;
import io.rewindmq.broker.audit.AuditTrail;
import io.rewindmq.broker.user.FirstAdministrator;
import io.rewindmq.broker.user.UserAccess;
import io.rewindmq.platform.thread.AnyThread;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every few seconds: users and roles are read again if they have changed, logins that have run out
 * end, the audit is written that could not be. And at the start, once the database answers: whether
 * somebody can administer the broker.
 */
@Singleton
@AnyThread // atomic, and what it uses is safe
class AccessWatch {
  /** Half of what users and roles count as fresh. */
  private static final long PERIOD_MILLIS = 2_500;

  private static final int START_SECONDS = 15;
  private static final Logger LOG = LoggerFactory.getLogger(AccessWatch.class);

  private final UserAccess users;
  private final AuditTrail audit;
  private final Exposure exposure;
  private final Vertx vertx;
  private final FirstPassword password;
  private final AtomicBoolean isLooking = new AtomicBoolean();
  private volatile boolean hasLooked;
  private volatile long timer = -1;

  @Inject
  AccessWatch(
      UserAccess users, AuditTrail audit, Exposure exposure, Vertx vertx, FirstPassword password) {
    this.password = password;
    this.users = users;
    this.audit = audit;
    this.exposure = exposure;
    this.vertx = vertx;
  }

  /**
   * Begins; waits a while for the database, so that whoever waits for "ready" can log in then. When
   * it is down the broker goes on: logins are answered with UNAVAILABLE until it is back.
   *
   * @param usersKnown completes once users and roles were read
   */
  void begin(BrokerAssembly broker, CompletionStage<Boolean> usersKnown) {
    users.directory().whenChanged(() -> broker.renewAccess(true));
    boolean _ =
        usersKnown
            .thenCompose(known -> known ? look() : CompletableFuture.completedStage(false))
            .toCompletableFuture()
            .copy()
            .completeOnTimeout(false, START_SECONDS, TimeUnit.SECONDS)
            .join();
    timer = vertx.setPeriodic(PERIOD_MILLIS, tick -> tick(broker));
  }

  void stop(@Observes ShutdownEvent event) {
    if (timer >= 0) {
      vertx.cancelTimer(timer);
    }
    audit.close();
  }

  private void tick(BrokerAssembly broker) {
    users.directory().refresh();
    broker.renewAccess(false);
    audit.retry();
    if (!hasLooked) {
      CompletionStage<?> _ = look();
    }
  }

  /** Never fails. */
  private CompletionStage<Boolean> look() {
    if (!isLooking.compareAndSet(false, true)) {
      return CompletableFuture.completedStage(false);
    }
    return password
        .giveTo(users.first())
        .thenCompose(done -> users.first().ensure(exposure.needsUsers()))
        .thenCompose(
            given -> {
              given.ifPresent(AccessWatch::show);
              return users.users().all();
            })
        .handle(
            (all, failure) -> {
              isLooking.set(false);
              hasLooked = failure == null;
              if (all != null && all.isEmpty()) {
                sayWhoMayEnter();
              }
              return hasLooked;
            });
  }

  private static void show(FirstAdministrator.OneTimePassword given) {
    LOG.warn(
        "RWQ-0970 first login: user {}, one-time password {} (only to be changed:"
            + " rewind user password {} --user {})",
        given.user(),
        given.password(),
        given.user(),
        given.user());
  }

  private void sayWhoMayEnter() {
    exposure
        .reachable()
        .ifPresentOrElse(
            where ->
                LOG.warn(
                    "RWQ-0971 everybody who reaches {} may send and receive everything:"
                        + " rewind.security.anonymous is true and there are no users",
                    where),
            () ->
                LOG.info(
                    "RWQ-0972 there are no users: only this machine is listened to, and everybody"
                        + " on it may do everything"));
  }
}
