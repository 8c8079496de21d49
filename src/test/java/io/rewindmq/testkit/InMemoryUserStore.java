// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import io.rewindmq.broker.catalog.CatalogException;
import io.rewindmq.broker.permission.Role;
import io.rewindmq.broker.user.AccessContent;
import io.rewindmq.broker.user.UserAccount;
import io.rewindmq.broker.user.UserStore;
import io.rewindmq.platform.thread.AnyThread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Users that are forgotten; can be made to fail, and to wait until the test lets them go on. */
@AnyThread // guarded by this object's lock
public final class InMemoryUserStore implements UserStore {
  private final Map<String, UserAccount> users = new LinkedHashMap<>();
  private final Map<String, Role> roles = new LinkedHashMap<>();
  private final List<Runnable> held = new ArrayList<>();
  private boolean isFailing;
  private boolean isHolding;
  private int reads;
  private long number;

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
    number++;
  }

  /** How often all users were read. */
  public synchronized int reads() {
    return reads;
  }

  @Override
  public CompletionStage<AccessContent> content() {
    return request(this::read);
  }

  @Override
  public CompletionStage<Optional<AccessContent>> contentUnless(long known) {
    return request(() -> number == known ? Optional.empty() : Optional.of(read()));
  }

  private AccessContent read() {
    reads++;
    return new AccessContent(number, List.copyOf(users.values()), List.copyOf(roles.values()));
  }

  @Override
  public CompletionStage<Boolean> add(UserAccount account) {
    return request(() -> changed(users.putIfAbsent(account.name(), account) == null));
  }

  @Override
  public CompletionStage<Boolean> changePassword(
      String name, String passwordHash, boolean oneTime, long nowMillis) {
    return change(
        name,
        old ->
            new UserAccount(
                name,
                passwordHash,
                old.enabled(),
                oneTime,
                old.roles(),
                old.createdMillis(),
                nowMillis));
  }

  @Override
  public CompletionStage<Boolean> changeRoles(String name, Set<String> given) {
    return change(
        name,
        old ->
            new UserAccount(
                name,
                old.passwordHash(),
                old.enabled(),
                old.oneTime(),
                given,
                old.createdMillis(),
                old.changedMillis()));
  }

  @Override
  public CompletionStage<Boolean> enable(String name, boolean enabled, long nowMillis) {
    return change(
        name,
        old ->
            new UserAccount(
                name,
                old.passwordHash(),
                enabled,
                old.oneTime(),
                old.roles(),
                old.createdMillis(),
                nowMillis));
  }

  @Override
  public CompletionStage<Boolean> remove(String name) {
    return request(() -> changed(users.remove(name) != null));
  }

  @Override
  public CompletionStage<Boolean> putRole(Role role) {
    return request(
        () -> {
          number++;
          return roles.put(role.name(), role) == null;
        });
  }

  @Override
  public CompletionStage<Boolean> removeRole(String name) {
    return request(() -> changed(roles.remove(name) != null));
  }

  private CompletionStage<Boolean> change(String name, UnaryOperator<UserAccount> change) {
    return request(
        () -> changed(users.computeIfPresent(name, (key, old) -> change.apply(old)) != null));
  }

  private boolean changed(boolean isChanged) {
    number += isChanged ? 1 : 0;
    return isChanged;
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
