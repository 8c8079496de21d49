// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import io.rewindmq.broker.catalog.CatalogException;
import io.rewindmq.broker.user.UserAccount;
import io.rewindmq.broker.user.UserStore;
import io.rewindmq.platform.thread.AnyThread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Users that are forgotten; can be made to fail, and to wait until the test lets them go on. */
@AnyThread // guarded by this object's lock
public final class InMemoryUserStore implements UserStore {
  private final Map<String, UserAccount> users = new LinkedHashMap<>();
  private final List<Runnable> held = new ArrayList<>();
  private boolean isFailing;
  private boolean isHolding;
  private int reads;

  /** Every request fails from now on, or none. */
  public synchronized void fail(boolean fails) {
    isFailing = fails;
  }

  /** Requests wait from now on. */
  public synchronized void hold() {
    isHolding = true;
  }

  /** Requests go on, those that waited in their order. */
  public void letGo() {
    List<Runnable> waiting;
    synchronized (this) {
      isHolding = false;
      waiting = List.copyOf(held);
      held.clear();
    }
    waiting.forEach(Runnable::run);
  }

  /** Puts a user there, as another broker on the same database does. */
  public synchronized void put(UserAccount account) {
    users.put(account.name(), account);
  }

  /** How often all users were read. */
  public synchronized int reads() {
    return reads;
  }

  @Override
  public CompletionStage<List<UserAccount>> all() {
    return request(
        () -> {
          reads++;
          return List.copyOf(users.values());
        });
  }

  @Override
  public CompletionStage<Boolean> add(UserAccount account) {
    return request(() -> users.putIfAbsent(account.name(), account) == null);
  }

  @Override
  public CompletionStage<Boolean> changePassword(String name, String passwordHash, long nowMillis) {
    return request(
        () -> {
          UserAccount old = users.get(name);
          if (old == null) {
            return false;
          }
          users.put(
              name,
              new UserAccount(name, passwordHash, old.enabled(), old.createdMillis(), nowMillis));
          return true;
        });
  }

  @Override
  public CompletionStage<Boolean> remove(String name) {
    return request(() -> users.remove(name) != null);
  }

  private <T> CompletionStage<T> request(Supplier<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Runnable task = () -> perform(work, answer);
    synchronized (this) {
      if (isHolding) {
        held.add(task);
        return answer;
      }
    }
    task.run();
    return answer;
  }

  private <T> void perform(Supplier<T> work, CompletableFuture<T> answer) {
    @Nullable T result;
    synchronized (this) {
      result = isFailing ? null : work.get();
    }
    if (result == null) {
      answer.completeExceptionally(new CatalogException("the database is away", null));
    } else {
      answer.complete(result);
    }
  }
}
