// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** Reads the exceptions of the database. */
final class DatabaseFailure {
  private static final String CONNECTION_STATE_CLASS = "08";

  private DatabaseFailure() {}

  /** Whether the database can't be reached, in contrast to one that answers and refuses. */
  static boolean isOutage(Throwable failure) {
    SQLException sql = sqlCause(failure);
    if (sql == null) {
      return false;
    }
    String state = sql.getSQLState();
    return state == null // the pool's own, for example no connection in time
        || state.startsWith(CONNECTION_STATE_CLASS)
        || sql instanceof SQLTransientConnectionException
        || sql instanceof SQLNonTransientConnectionException
        || sql instanceof SQLRecoverableException;
  }

  /** What the database or its driver said, or else the outermost text. */
  static String text(Throwable failure) {
    SQLException sql = sqlCause(failure);
    return String.valueOf(sql == null ? failure.getMessage() : sql.getMessage());
  }

  private static @Nullable SQLException sqlCause(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}
