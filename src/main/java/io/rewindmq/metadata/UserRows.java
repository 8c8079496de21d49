// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.user.UserAccount;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes the rows of users, each call in an {@link OwnTransaction}. */
@ApplicationScoped
@OwnedBy(ThreadRole.ADMIN_WORKER)
class UserRows {
  private final ActiveSession sessions;

  @Inject
  UserRows(ActiveSession sessions) {
    this.sessions = sessions;
  }

  List<UserAccount> all() {
    return OwnTransaction.call(
        () ->
            sessions
                .get()
                .createSelectionQuery("from UserRow", UserRow.class)
                .getResultStream()
                .map(UserRow::account)
                .toList());
  }

  boolean add(UserAccount account) {
    return OwnTransaction.call(
        () -> {
          if (find(account.name()) != null) {
            return false;
          }
          sessions.get().persist(new UserRow(account));
          return true;
        });
  }

  boolean changePassword(String name, String passwordHash, long nowMillis) {
    return OwnTransaction.call(
        () -> {
          UserRow row = find(name);
          if (row == null) {
            return false;
          }
          row.changePassword(passwordHash, nowMillis);
          return true;
        });
  }

  boolean remove(String name) {
    return OwnTransaction.call(
        () -> {
          UserRow row = find(name);
          if (row == null) {
            return false;
          }
          sessions.get().remove(row);
          return true;
        });
  }

  private @Nullable UserRow find(String name) {
    return sessions
        .get()
        .createSelectionQuery("from UserRow where name = :name", UserRow.class)
        .setParameter("name", name)
        .getSingleResultOrNull();
  }
}
