// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.user.UserAccount;
import io.rewindmq.broker.user.UserStore;
import io.rewindmq.platform.thread.AnyThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The users in the database; see {@link DatabaseWorker} for order, bound and failures. */
@ApplicationScoped
@AnyThread // by the worker
class DatabaseUsers implements UserStore {
  private final DatabaseWorker worker;
  private final UserRows rows;

  @Inject
  DatabaseUsers(DatabaseWorker worker, UserRows rows) {
    this.worker = worker;
    this.rows = rows;
  }

  @Override
  public CompletionStage<List<UserAccount>> all() {
    return worker.submit("read the users", rows::all);
  }

  @Override
  public CompletionStage<Boolean> add(UserAccount account) {
    return worker.submit("add user " + account.name(), () -> rows.add(account));
  }

  @Override
  public CompletionStage<Boolean> changePassword(String name, String passwordHash, long nowMillis) {
    return worker.submit(
        "change the password of user " + name,
        () -> rows.changePassword(name, passwordHash, nowMillis));
  }

  @Override
  public CompletionStage<Boolean> remove(String name) {
    return worker.submit("remove user " + name, () -> rows.remove(name));
  }
}
