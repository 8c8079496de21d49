// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.permission.Role;
import io.rewindmq.platform.thread.AnyThread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What administrators do with roles. Effect and failures are those of {@link Users}. */
@AnyThread // immutable; what it uses is safe
public final class Roles {
  private static final Logger LOG = LoggerFactory.getLogger(Roles.class);

  private final UserStore store;
  private final UserDirectory directory;

  Roles(UserStore store, UserDirectory directory) {
    this.store = store;
    this.directory = directory;
  }

  /** Every role, the built-in ones too, by name. */
  public CompletionStage<List<Role>> all() {
    return store
        .content()
        .thenApply(
            content ->
                Stream.concat(Role.builtIn().stream(), content.roles().stream())
                    .sorted(Comparator.comparing(Role::name))
                    .toList());
  }

  /** Makes a role, or changes the one of that name; completes with whether it is new. */
  public CompletionStage<Boolean> put(Role role) {
    try {
      RoleRules.check(role);
    } catch (AdminException refused) {
      return CompletableFuture.failedStage(refused);
    }
    return store
        .content()
        .thenCompose(
            content -> {
              List<Role> then = without(role.name(), content);
              if (then.size() >= RoleRules.ROLES_MAX) {
                throw new AdminException(
                    AdminException.Reason.FORBIDDEN,
                    "there are "
                        + RoleRules.ROLES_MAX
                        + " roles, which is the most that are allowed");
              }
              then.add(role);
              RoleRules.requireAdministrator(
                  new AccessContent(content.number(), content.users(), then));
              return store.putRole(role);
            })
        .thenCompose(
            isNew -> {
              LOG.info("RWQ-0622 role {} was {}", role.name(), isNew ? "added" : "changed");
              return directory.changed().thenApply(done -> isNew);
            });
  }

  /** Removes a role that no user has. */
  public CompletionStage<@Nullable Void> remove(String name) {
    try {
      RoleRules.requireOwn(name);
    } catch (AdminException refused) {
      return CompletableFuture.failedStage(refused);
    }
    return store
        .content()
        .thenCompose(
            content -> {
              List<String> holders =
                  content.users().stream()
                      .filter(user -> user.roles().contains(name))
                      .map(UserAccount::name)
                      .sorted()
                      .toList();
              if (!holders.isEmpty()) {
                throw new AdminException(
                    AdminException.Reason.FORBIDDEN,
                    "role \""
                        + name
                        + "\" is in use by "
                        + holders.size()
                        + (holders.size() == 1 ? " user, " : " users, for example ")
                        + holders.get(0)
                        + "; take it from them first");
              }
              return store.removeRole(name);
            })
        .thenCompose(
            isFound -> {
              if (!isFound) {
                throw new AdminException(
                    AdminException.Reason.NOT_FOUND, "there is no role \"" + name + "\"");
              }
              LOG.info("RWQ-0622 role {} was removed", name);
              return directory.changed();
            });
  }

  private static List<Role> without(String name, AccessContent content) {
    return new ArrayList<>(
        content.roles().stream().filter(role -> !role.name().equals(name)).toList());
  }
}
