// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.broker.permission.Role;
import io.rewindmq.platform.thread.AnyThread;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Where users and roles are kept.
 *
 * <p><b>Order.</b> Requests take effect one after the other, in the order of the calls, and their
 * stages complete in that order. <b>Threads.</b> Call from any thread; nothing waits. Stages
 * complete on a thread of the implementer: hand over and return. <b>Failure.</b> A stage fails with
 * {@link io.rewindmq.broker.catalog.CatalogException} when the database can't be asked or refuses;
 * nothing was changed then, or nobody can tell (connection lost).
 */
@AnyThread
public interface UserStore {
  /** Every user and role, in no order. */
  CompletionStage<AccessContent> content();

  /**
   * The same, unless nothing has changed since.
   *
   * @param number of {@link AccessContent}
   * @return empty = it is still the same
   */
  CompletionStage<Optional<AccessContent>> contentUnless(long number);

  /** Adds a user; false = there is one of that name, which stays as it was. */
  CompletionStage<Boolean> add(UserAccount account);

  /**
   * Gives a user another password; false = there is no such user.
   *
   * @param oneTime it does for nothing but changing it
   */
  CompletionStage<Boolean> changePassword(
      String name, String passwordHash, boolean oneTime, long nowMillis);

  /** Gives a user these roles and no others; false = there is no such user. */
  CompletionStage<Boolean> changeRoles(String name, Set<String> roles);

  /** Lets a user log in, or not; false = there is no such user. */
  CompletionStage<Boolean> enable(String name, boolean enabled, long nowMillis);

  /** Removes a user; false = there is no such user. */
  CompletionStage<Boolean> remove(String name);

  /** Adds a role, or puts it in the place of the one of that name; true = it is new. */
  CompletionStage<Boolean> putRole(Role role);

  /** Removes a role, from users too; false = there is no such role. */
  CompletionStage<Boolean> removeRole(String name);
}
