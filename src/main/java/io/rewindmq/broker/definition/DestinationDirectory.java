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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds lasting destinations and makes those that are missing: catalog first, then journal. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class DestinationDirectory {
  private final Shard shard;
  private final CatalogMirror mirror;
  private final Operations operations;

  /** Who waits for a destination that is being made. */
  private final Map<Key, List<Answer<DestinationView>>> beingMade = new HashMap<>();

  public DestinationDirectory(Shard shard, CatalogMirror mirror, Operations operations) {
    this.shard = shard;
    this.mirror = mirror;
    this.operations = operations;
  }

  /**
   * Finds or makes a queue or topic. Concurrent requests for the same one join.
   *
   * @param name checked by {@link DestinationName#parse}
   */
  public void resolve(DestinationKind kind, String name, Answer<DestinationView> answer) {
    Optional<DestinationView> found = shard.destination(kind, name);
    if (found.isPresent()) {
      answer.given(found.get());
      return;
    }
    Key key = new Key(kind, name);
    List<Answer<DestinationView>> waiting = beingMade.get(key);
    if (waiting != null) {
      waiting.add(answer);
      return;
    }
    beingMade.put(key, new ArrayList<>(List.of(answer)));
    make(DestinationSpec.lasting(kind, name, shard.defaultSettings()));
  }

  private void make(DestinationSpec spec) {
    mirror.change(
        catalog -> catalog.createDestination(JournalTruth.definition(spec)),
        new Answer<>() {
          @Override
          public void given(@Nullable Void nothing) {
            makeInShard(spec);
          }

          @Override
          public void refused(ErrorCode code, String text) {
            refuseAll(spec, code, text);
          }
        });
  }

  private void makeInShard(DestinationSpec spec) {
    shard.createDestination(
        spec,
        operations.next(),
        new Completion<>() {
          @Override
          public void completed(DestinationView made) {
            waiting(spec).forEach(answer -> answer.given(made));
          }

          @Override
          public void rejected(Rejection rejection, String detail) {
            Optional<DestinationView> existing = shard.destination(spec.kind(), spec.name());
            if (existing.isPresent()) {
              completed(existing.get());
            } else {
              refuseAll(spec, RejectionCodes.errorCode(rejection), detail);
            }
          }
        });
  }

  private void refuseAll(DestinationSpec spec, ErrorCode code, String text) {
    waiting(spec).forEach(answer -> answer.refused(code, text));
  }

  private List<Answer<DestinationView>> waiting(DestinationSpec spec) {
    List<Answer<DestinationView>> answers = beingMade.remove(new Key(spec.kind(), spec.name()));
    return answers == null ? List.of() : answers;
  }

  private record Key(DestinationKind kind, String name) {}
}
