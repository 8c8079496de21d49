// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.platform.thread.AnyThread;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Where users are kept.
 *
 * <p><b>Order.</b> Requests take effect one after the other, in the order of the calls, and their
 * stages complete in that order. <b>Threads.</b> Call from any thread; nothing waits. Stages
 * complete on a thread of the implementer: hand over and return. <b>Failure.</b> A stage fails with
 * {@link io.rewindmq.broker.catalog.CatalogException} when the database can't be asked or refuses;
 * nothing was changed then, or nobody can tell (connection lost).
 */
@AnyThread
public interface UserStore {
  /** Every user, in no order. */
  CompletionStage<List<UserAccount>> all();

  /** Adds a user; false = there is one of that name, which stays as it was. */
  CompletionStage<Boolean> add(UserAccount account);

  /** Gives a user another password; false = there is no such user. */
  CompletionStage<Boolean> changePassword(String name, String passwordHash, long nowMillis);

  /** Removes a user; false = there is no such user. */
  CompletionStage<Boolean> remove(String name);
}
