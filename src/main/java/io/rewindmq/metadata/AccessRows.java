// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.permission.Role;
import io.rewindmq.broker.user.AccessContent;
import io.rewindmq.broker.user.UserAccount;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and writes the rows of users and roles, each call in an {@link OwnTransaction}. */
@ApplicationScoped
@OwnedBy(ThreadRole.ADMIN_WORKER)
class AccessRows {
  private static final Logger LOG = LoggerFactory.getLogger(AccessRows.class);

  private final ActiveSession sessions;

  @Inject
  AccessRows(ActiveSession sessions) {
    this.sessions = sessions;
  }

  AccessContent content() {
    return OwnTransaction.call(() -> read(number()));
  }

  Optional<AccessContent> contentUnless(long known) {
    return OwnTransaction.call(
        () -> {
          long number = number();
          return number == known ? Optional.empty() : Optional.of(read(number));
        });
  }

  boolean add(UserAccount account) {
    return OwnTransaction.call(
        () -> {
          if (find(account.name()) != null) {
            return false;
          }
          session().persist(new UserRow(account));
          return changed();
        });
  }

  boolean changePassword(String name, String passwordHash, boolean oneTime, long nowMillis) {
    return change(name, row -> row.changePassword(passwordHash, oneTime, nowMillis));
  }

  boolean changeRoles(String name, Set<String> roles) {
    return change(name, row -> row.changeRoles(roles));
  }

  boolean enable(String name, boolean enabled, long nowMillis) {
    return change(name, row -> row.enable(enabled, nowMillis));
  }

  boolean remove(String name) {
    return change(name, row -> session().remove(row));
  }

  boolean putRole(Role role) {
    return OwnTransaction.call(
        () -> {
          RoleRow found = findRole(role.name());
          RoleRow row = found == null ? new RoleRow(role.name()) : found;
          row.describe(role);
          if (found == null) {
            session().persist(row);
          }
          changed();
          return found == null;
        });
  }

  boolean removeRole(String name) {
    return OwnTransaction.call(
        () -> {
          RoleRow row = findRole(name);
          if (row == null) {
            return false;
          }
          session()
              .createNativeMutationQuery("delete from user_role where role_name = :name")
              .setParameter("name", name)
              .executeUpdate();
          session().remove(row);
          return changed();
        });
  }

  private boolean change(String name, Consumer<UserRow> change) {
    return OwnTransaction.call(
        () -> {
          UserRow row = find(name);
          if (row == null) {
            return false;
          }
          change.accept(row);
          return changed();
        });
  }

  private AccessContent read(long number) {
    List<UserAccount> users =
        session()
            .createSelectionQuery("select u from UserRow u left join fetch u.roles", UserRow.class)
            .getResultList()
            .stream()
            .map(UserRow::account)
            .toList();
    List<Role> roles =
        session()
            .createSelectionQuery(
                "select r from RoleRow r left join fetch r.permissions", RoleRow.class)
            .getResultList()
            .stream()
            .flatMap(AccessRows::readable)
            .toList();
    return new AccessContent(number, users, roles);
  }

  /** A role that can't be read allows nothing, and the others still do. */
  private static Stream<Role> readable(RoleRow row) {
    try {
      return Stream.of(row.role());
    } catch (IllegalArgumentException e) {
      LOG.error(
          "RWQ-0626 role {} can't be read and allows nothing: {}", row.name(), e.getMessage());
      return Stream.empty();
    }
  }

  private long number() {
    return session().find(AccessChangeRow.class, AccessChangeRow.ID).changeNumber();
  }

  private boolean changed() {
    int rows =
        session()
            .createMutationQuery("update AccessChangeRow set changeNumber = changeNumber + 1")
            .executeUpdate();
    if (rows != 1) {
      throw new IllegalStateException("table access_change must have one row, not " + rows);
    }
    return true;
  }

  private Session session() {
    return sessions.get();
  }

  private @Nullable UserRow find(String name) {
    return session()
        .createSelectionQuery("from UserRow where name = :name", UserRow.class)
        .setParameter("name", name)
        .getSingleResultOrNull();
  }

  private @Nullable RoleRow findRole(String name) {
    return session()
        .createSelectionQuery("from RoleRow where name = :name", RoleRow.class)
        .setParameter("name", name)
        .getSingleResultOrNull();
  }
}
