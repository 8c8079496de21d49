// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.definition;

import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.shard.Completion;
import io.rewindmq.shard.DestinationSpec;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.Shard;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The temporary destinations of one connection; they end with it.
 *
 * <p>A name tells its owner: {@code temporary-queue-<connection id>-<life>-<number>}. The life is
 * new with every reconnect, so that a name of an earlier life that is missing can be made again,
 * while one of this life was deleted.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class Temporaries {
  private final Shard shard;
  private final Operations operations;
  private final String owner;
  private final String life;
  private final int countMax;
  private final Set<Integer> owned = new HashSet<>();
  private long lastNumber;

  /**
   * Of a new connection.
   *
   * @param life unlike that of every other connection
   */
  public Temporaries(
      Shard shard, Operations operations, long connectionId, String life, int countMax) {
    this.shard = shard;
    this.operations = operations;
    this.owner = "-" + HexFormat.of().toHexDigits(connectionId) + "-";
    this.life = life;
    this.countMax = countMax;
  }

  /** Whether the destination is another connection's temporary one. */
  public boolean isForeign(DestinationView destination) {
    return destination.spec().kind().isTemporary()
        && !destination.spec().name().startsWith(prefix(destination.spec().kind()) + owner);
  }

  /**
   * Finds or makes a temporary destination.
   *
   * @param name null = a new one
   */
  public void resolve(DestinationKind kind, @Nullable String name, Answer<DestinationView> answer) {
    if (name == null) {
      lastNumber++;
      make(kind, prefix(kind) + owner + life + "-" + lastNumber, answer);
      return;
    }
    Optional<DestinationView> found = shard.destination(kind, name);
    if (found.isPresent()) {
      answer.given(found.get());
    } else if (isOfEarlierLife(kind, name)) {
      make(kind, name, answer);
    } else {
      answer.refused(ErrorCode.DESTINATION_NOT_FOUND, "there is no " + name + " (any more)");
    }
  }

  /** Deletes one. Refused while consumers are open on it. */
  public void delete(DestinationView destination, Answer<@Nullable Void> answer) {
    if (!destination.spec().kind().isTemporary() || isForeign(destination)) {
      answer.refused(
          ErrorCode.TEMPORARY_NOT_OWNED,
          destination.spec().name() + " is no temporary destination of this connection");
      return;
    }
    shard.deleteDestination(
        destination.id(),
        operations.next(),
        answer.completion(
            deleted -> {
              owned.remove(destination.id());
              answer.given(null);
            }));
  }

  /** Takes over what an earlier connection of the same client owns. */
  public void adopt(Temporaries earlier) {
    owned.addAll(earlier.owned);
    earlier.owned.clear();
  }

  /** Deletes all. The consumers on them must have ended. */
  public void end() {
    for (int id : Set.copyOf(owned)) {
      shard.deleteDestination(id, operations.next(), new Ignored());
    }
    owned.clear();
  }

  private void make(DestinationKind kind, String name, Answer<DestinationView> answer) {
    if (owned.size() >= countMax) {
      answer.refused(
          ErrorCode.LIMIT_REACHED,
          "a connection has at most " + countMax + " temporary destinations");
      return;
    }
    shard.createDestination(
        DestinationSpec.temporary(kind, name),
        operations.next(),
        answer.completion(
            made -> {
              owned.add(made.id());
              answer.given(made);
            }));
  }

  private boolean isOfEarlierLife(DestinationKind kind, String name) {
    String own = prefix(kind) + owner;
    return name.startsWith(own)
        && !name.startsWith(own + life + "-")
        && name.length() <= DestinationSpec.NAME_CHARS_MAX;
  }

  private static String prefix(DestinationKind kind) {
    return kind.isQueue() ? "temporary-queue" : "temporary-topic";
  }

  /** The destination may be gone already. */
  private static final class Ignored implements Completion<@Nullable Void> {
    @Override
    public void completed(@Nullable Void value) {}

    @Override
    public void rejected(Rejection rejection, String detail) {}
  }
}
