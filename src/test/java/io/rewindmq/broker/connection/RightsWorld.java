// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.permission.NamePattern;
import io.rewindmq.broker.permission.Permission;
import io.rewindmq.broker.permission.Rights;
import io.rewindmq.broker.permission.Role;
import io.rewindmq.broker.permission.Standing;
import io.rewindmq.broker.permission.Verb;
import io.rewindmq.protocol.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A broker whose clients may do what the test says; one of whom it says nothing is not let in. */
final class RightsWorld implements AutoCloseable {
  final BrokerWorld world = new BrokerWorld(this::judge);
  private final Map<String, User> users = new HashMap<>();

  /** Whoever connects with that number may do everything. */
  TestClient master(long connectionId) {
    return client(connectionId, Rights.everything()).ready(null);
  }

  /** A client that has said nothing yet. */
  TestClient client(long connectionId, Rights rights) {
    users.put("test:" + connectionId, new User("user" + connectionId, rights, Standing.NEVER));
    return world.client(connectionId);
  }

  /** A client that has said nothing yet and whose login ends by itself. */
  TestClient clientUntil(long connectionId, Rights rights, long endsMillis) {
    users.put("test:" + connectionId, new User("user" + connectionId, rights, endsMillis));
    return world.client(connectionId);
  }

  /** From now on it may do this; null = its login does not count any more. */
  void change(long connectionId, @Nullable Rights rights) {
    users.computeIfPresent(
        "test:" + connectionId, (peer, old) -> new User(old.name(), rights, old.endsMillis()));
  }

  /** The broker looks again. */
  void renew(boolean isChanged) {
    world.broker().renewAccess(isChanged);
    world.run();
  }

  static Rights rights(Permission... permissions) {
    return Rights.of(List.of(new Role("some", Set.of(), List.of(permissions))));
  }

  static Permission on(String pattern, Verb... verbs) {
    return new Permission(Set.of(verbs), Permission.Scope.ANY, new NamePattern(pattern));
  }

  private record User(String name, @Nullable Rights rights, long endsMillis) {}

  private CompletionStage<Authenticator.Verdict> judge(Authenticator.Attempt attempt) {
    String peer = attempt.peer().text();
    User user = users.get(peer);
    return CompletableFuture.completedStage(
        user == null
            ? new Authenticator.Verdict.Refused(ErrorCode.AUTHENTICATION_FAILED, "who?")
            : new Authenticator.Verdict.Accepted(user.name(), standing(peer, user.endsMillis())));
  }

  private Standing standing(String peer, long endsMillis) {
    return new Standing() {
      @Override
      public @Nullable Rights rights() {
        User user = users.get(peer);
        return user == null ? null : user.rights();
      }

      @Override
      public long endsMillis() {
        return endsMillis;
      }
    };
  }

  @Override
  public void close() {
    world.close();
  }
}
