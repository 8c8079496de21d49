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
 * All producers the shard remembers, ordered by the journal position of the entry that last told
 * all about them. Pure; changed only by entries.
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

  /** The one that was told of the longest ago; null if there is none. */
  public @Nullable ProducerState oldest() {
    return oldest;
  }

  /** The next after one in that order; null at the end. */
  public static @Nullable ProducerState newerThan(ProducerState state) {
    return state.newer;
  }

  public Collection<ProducerState> all() {
    return Collections.unmodifiableCollection(states.values());
  }

  /**
   * Messages of a producer were taken. All is told of it if it has no gaps.
   *
   * @param first sequence of the first one
   * @param last of the last one; a lower one than before fills a gap
   * @param lastCommitted its last committed transaction, 0 = none
   * @param millis when; not later than before if the clock was set back at a restart
   */
  public void took(
      ProducerId id, long first, long last, long lastCommitted, long millis, long position) {
    ProducerState state = find(id);
    if (!state.gaps.isEmpty()) {
      state.gaps.remove(first, last);
    }
    used(state, last, lastCommitted, millis, position);
  }

  /**
   * A producer's transaction was committed. All is told of it if it has no gaps.
   *
   * @param lastSequence its highest
   */
  public void committed(
      ProducerId id, long lastSequence, long lastCommitted, long millis, long position) {
    used(find(id), lastSequence, lastCommitted, millis, position);
  }

  /** All about a producer; the gaps as {@link SequenceGaps#ranges()} says them. */
  public void told(
      ProducerId id,
      long lastSequence,
      long lastCommitted,
      long millis,
      long gapFloor,
      long[] gaps,
      long position) {
    ProducerState state = find(id);
    state.gaps.load(gapFloor, gaps);
    used(state, lastSequence, lastCommitted, millis, position);
    link(state, position);
  }

  private void used(
      ProducerState state, long lastSequence, long lastCommitted, long millis, long position) {
    state.lastSequence = Math.max(state.lastSequence, lastSequence);
    state.lastCommitted = lastCommitted;
    state.lastMillis = millis;
    state.lastPosition = position;
    if (state.gaps.isEmpty() && state.gaps.floor() == 0) {
      link(state, position);
    }
  }

  public void forget(ProducerId id) {
    ProducerState state = states.remove(id);
    if (state != null) {
      unlink(state);
    }
  }

  private ProducerState find(ProducerId id) {
    ProducerState state = states.get(id);
    if (state == null) {
      state = new ProducerState(id);
      states.put(id, state);
      append(state);
    }
    return state;
  }

  /** Everything about it is told at this position: it becomes the newest. */
  private void link(ProducerState state, long position) {
    state.toldPosition = position;
    if (state != newest) {
      unlink(state);
      append(state);
    }
  }

  private void append(ProducerState state) {
    state.older = newest;
    state.newer = null;
    if (newest == null) {
      oldest = state;
    } else {
      newest.newer = state;
    }
    newest = state;
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
