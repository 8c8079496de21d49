// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.access;

import io.rewindmq.broker.definition.RefusedException;
import io.rewindmq.broker.permission.Rights;
import io.rewindmq.broker.permission.Standing;
import io.rewindmq.broker.permission.Verb;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.SubscriptionKind;
import io.rewindmq.shard.DestinationSpec;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one connection may do. Its rights are those of its standing as it was asked last: {@link
 * #renew} asks again.
 *
 * <p>Temporary destinations need no permission of their own: whoever may do anything with any
 * destination may have some, and may send to those of others; only the connection that made one
 * reads it.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class ConnectionAccess {
  private final @Nullable String user;
  private final Standing standing;
  private Rights rights = Rights.nothing();

  /**
   * Of a connection that was let in.
   *
   * @param user null = nobody in particular
   */
  public ConnectionAccess(@Nullable String user, Standing standing) {
    this.user = user;
    this.standing = standing;
    boolean _ = renew();
  }

  /** Takes over how the user stands by now; false = the login does not count any more. */
  public boolean renew() {
    Rights now = standing.rights();
    rights = now == null ? Rights.nothing() : now;
    return now != null;
  }

  /** Whether the login ends by itself one day. */
  public boolean endsByItself() {
    return standing.endsMillis() != Standing.NEVER;
  }

  public boolean maySend(DestinationSpec destination) {
    return may(Verb.SEND, destination);
  }

  /** Whether all these verbs are allowed on the destination. */
  public boolean may(Set<Verb> verbs, DestinationSpec destination) {
    for (Verb verb : verbs) {
      if (!may(verb, destination)) {
        return false;
      }
    }
    return true;
  }

  private boolean may(Verb verb, DestinationSpec destination) {
    return destination.kind().isTemporary()
        ? rights.mayUseDestinations()
        : rights.may(verb, destination.kind(), destination.name());
  }

  /**
   * Refuses to name a destination that the user may do nothing with, whether it is there or not,
   * and to make one without the right to.
   *
   * @param name null = a new temporary one
   * @param exists whether it is there
   */
  public void requireUse(DestinationKind kind, @Nullable String name, boolean exists)
      throws RefusedException {
    if (kind.isTemporary() || name == null) {
      if (!rights.mayUseDestinations()) {
        throw refused("use temporary destinations", "");
      }
    } else if (!rights.mayAnything(kind, name)) {
      throw refused("use", text(kind, name));
    } else if (!exists && !rights.may(Verb.CREATE, kind, name)) {
      throw new RefusedException(
          ErrorCode.DESTINATION_NOT_FOUND,
          "there is no " + text(kind, name) + ", and " + who() + " may not create it");
    }
  }

  /** Refuses what the verbs on the destination would be needed for. */
  public void require(Set<Verb> verbs, DestinationSpec destination) throws RefusedException {
    if (!may(verbs, destination)) {
      throw refused(
          verbs.stream().sorted().map(Verb::text).collect(Collectors.joining(" and ")),
          text(destination.kind(), destination.name()));
    }
  }

  /** Refuses what belongs to those who consume from the destination. */
  public void requireConsume(DestinationSpec destination) throws RefusedException {
    require(Set.of(Verb.CONSUME), destination);
  }

  /** Why a send is refused. */
  public String sendRefusal(DestinationSpec destination) {
    return who() + " may not send to " + text(destination.kind(), destination.name());
  }

  /** Why a consumer ends. */
  public String readRefusal(DestinationSpec destination) {
    return who() + " may not read " + text(destination.kind(), destination.name()) + " any more";
  }

  /** What a consumer needs. */
  public static Set<Verb> needs(Frame.OpenConsumer consumer) {
    if (consumer.kind() == SubscriptionKind.BROWSER) {
      return Set.of(Verb.BROWSE);
    }
    String options = consumer.options();
    if (options == null || options.isBlank()) {
      return Set.of(Verb.CONSUME);
    }
    return consumer.kind() == SubscriptionKind.QUEUE
        ? Set.of(Verb.REPLAY) // reads beside the queue's consumers
        : Set.of(Verb.CONSUME, Verb.REPLAY);
  }

  private RefusedException refused(String what, String destination) {
    return new RefusedException(
        ErrorCode.NOT_AUTHORIZED, (who() + " may not " + what + " " + destination).strip());
  }

  private String who() {
    return user == null ? "a client without a user" : "user " + user;
  }

  private static String text(DestinationKind kind, String name) {
    return (kind.isQueue() ? "queue " : "topic ") + name;
  }
}
