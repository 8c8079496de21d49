// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.concurrent.Callable;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in a transaction of its own, and again when it lost a race.
 *
 * <p>Another program may insert the same key at the same moment; the unique key lets one of them
 * win, and the loser then finds the winner's row.
 */
final class OwnTransaction {
  /** Each lost race means that somebody else got further, so a few attempts are enough. */
  private static final int ATTEMPTS = 3;

  private OwnTransaction() {}

  /**
   * Runs it to the end of the transaction.
   *
   * @throws RuntimeException what Hibernate or the transaction throws; nothing was changed then, or
   *     nobody can tell
   */
  static <T extends @Nullable Object> T call(Callable<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return QuarkusTransaction.requiringNew().call(work);
      } catch (RuntimeException e) {
        if (attempt == ATTEMPTS || !isLostRace(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean isLostRace(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConstraintViolationException violation
          && violation.getKind() == ConstraintKind.UNIQUE) {
        return true;
      }
      if (cause instanceof org.hibernate.exception.LockAcquisitionException
          || cause instanceof jakarta.persistence.OptimisticLockException) {
        return true;
      }
    }
    return false;
  }
}
