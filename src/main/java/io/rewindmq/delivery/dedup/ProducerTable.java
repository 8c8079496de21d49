// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.dedup;

import io.rewindmq.delivery.ProducerId;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All producers the shard remembers, ordered by the journal position of the entry that last told of
 * them. Pure; changed only by entries.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class ProducerTable {
  private final Map<ProducerId, ProducerState> states = new HashMap<>();
  private @Nullable ProducerState oldest;
  private @Nullable ProducerState newest;

  public int size() {
    return states.size();
  }

  public @Nullable ProducerState get(ProducerId id) {
    return states.get(id);
  }

  /** The highest sequence of the producer, 0 if it is not known. */
  public long lastSequence(ProducerId id) {
    ProducerState state = states.get(id);
    return state == null ? 0 : state.lastSequence;
  }

  /** The one whose last entry is the oldest; null if there is none. */
  public @Nullable ProducerState oldest() {
    return oldest;
  }

  /** The next after one, by last entry; null at the end. */
  public static @Nullable ProducerState newerThan(ProducerState state) {
    return state.newer;
  }

  public Collection<ProducerState> all() {
    return Collections.unmodifiableCollection(states.values());
  }

  /**
   * All about a producer after an entry of it.
   *
   * @param lastSequence a lower one than before has no effect
   * @param lastCommitted its last committed transaction, 0 = none
   * @param millis when; not later than before if the clock was set back at a restart
   */
  public void used(
      ProducerId id, long lastSequence, long lastCommitted, long millis, long position) {
    ProducerState state = touch(id, position);
    state.lastSequence = Math.max(state.lastSequence, lastSequence);
    state.lastCommitted = lastCommitted;
    state.lastMillis = millis;
  }

  public void forget(ProducerId id) {
    ProducerState state = states.remove(id);
    if (state != null) {
      unlink(state);
    }
  }

  private ProducerState touch(ProducerId id, long position) {
    ProducerState state = states.get(id);
    if (state == null) {
      state = new ProducerState(id);
      states.put(id, state);
    } else if (state == newest) {
      return moved(state, position);
    } else {
      unlink(state);
    }
    state.older = newest;
    state.newer = null;
    if (newest == null) {
      oldest = state;
    } else {
      newest.newer = state;
    }
    newest = state;
    return moved(state, position);
  }

  private static ProducerState moved(ProducerState state, long position) {
    state.lastPosition = position;
    return state;
  }

  private void unlink(ProducerState state) {
    ProducerState before = state.older;
    ProducerState after = state.newer;
    if (before == null) {
      oldest = after;
    } else {
      before.newer = after;
    }
    if (after == null) {
      newest = before;
    } else {
      after.older = before;
    }
    state.older = null;
    state.newer = null;
  }
}
