// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.catalog.DatabaseCopy;
import io.rewindmq.platform.thread.AnyThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CompletionStage;

/** Copies of the H2 file; see {@link DatabaseWorker} for order, bound and failures. */
@ApplicationScoped
@AnyThread // by the worker
class DatabaseFileCopy implements DatabaseCopy {
  /** What H2 says of a database in memory. */
  private static final int NOT_IN_A_FILE = 90126;

  private final DatabaseWorker worker;
  private final ActiveSession sessions;

  @Inject
  DatabaseFileCopy(DatabaseWorker worker, ActiveSession sessions) {
    this.worker = worker;
    this.sessions = sessions;
  }

  @Override
  public CompletionStage<Boolean> writeTo(String path) {
    return worker.submit(
        "copy the database",
        () ->
            !sessions.isMariadb()
                && OwnTransaction.call(
                    () -> sessions.get().doReturningWork(connection -> write(connection, path))));
  }

  private static boolean write(Connection connection, String path) throws SQLException {
    try (PreparedStatement copy = connection.prepareStatement("backup to ?")) {
      copy.setString(1, path);
      boolean _ = copy.execute();
      return true;
    } catch (SQLException e) {
      if (e.getErrorCode() == NOT_IN_A_FILE) {
        return false;
      }
      throw e;
    }
  }
}
