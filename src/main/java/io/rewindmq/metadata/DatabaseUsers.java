// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.permission.Role;
import io.rewindmq.broker.user.AccessContent;
import io.rewindmq.broker.user.UserAccount;
import io.rewindmq.broker.user.UserStore;
import io.rewindmq.platform.thread.AnyThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Users and roles in the database; see {@link DatabaseWorker} for order, bound and failures. */
@ApplicationScoped
@AnyThread // by the worker
class DatabaseUsers implements UserStore {
  private final DatabaseWorker worker;
  private final AccessRows rows;

  @Inject
  DatabaseUsers(DatabaseWorker worker, AccessRows rows) {
    this.worker = worker;
    this.rows = rows;
  }

  @Override
  public CompletionStage<AccessContent> content() {
    return worker.submit("read the users", rows::content);
  }

  @Override
  public CompletionStage<Optional<AccessContent>> contentUnless(long number) {
    return worker.submit("read the users", () -> rows.contentUnless(number));
  }

  @Override
  public CompletionStage<Boolean> add(UserAccount account) {
    return worker.submit("add user " + account.name(), () -> rows.add(account));
  }

  @Override
  public CompletionStage<Boolean> changePassword(
      String name, String passwordHash, boolean oneTime, long nowMillis) {
    return worker.submit(
        "change the password of user " + name,
        () -> rows.changePassword(name, passwordHash, oneTime, nowMillis));
  }

  @Override
  public CompletionStage<Boolean> changeRoles(String name, Set<String> roles) {
    return worker.submit("change the roles of user " + name, () -> rows.changeRoles(name, roles));
  }

  @Override
  public CompletionStage<Boolean> enable(String name, boolean enabled, long nowMillis) {
    return worker.submit(
        "enable or disable user " + name, () -> rows.enable(name, enabled, nowMillis));
  }

  @Override
  public CompletionStage<Boolean> remove(String name) {
    return worker.submit("remove user " + name, () -> rows.remove(name));
  }

  @Override
  public CompletionStage<Boolean> putRole(Role role) {
    return worker.submit("write role " + role.name(), () -> rows.putRole(role));
  }

  @Override
  public CompletionStage<Boolean> removeRole(String name) {
    return worker.submit("remove role " + name, () -> rows.removeRole(name));
  }
}
