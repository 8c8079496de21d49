// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.platform.thread.AnyThread;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a shard has done since it was opened. Written by {@code SHARD_LOOP} alone; a reader may see
 * a figure a moment late, and figures of different moments.
 */
@AnyThread // single-writer atomics
public final class ShardFigures {
  private final AtomicLong messagesIn = new AtomicLong();
  private final AtomicLong bytesIn = new AtomicLong();
  private final AtomicLong messagesOut = new AtomicLong();
  private final AtomicLong bytesOut = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong moved = new AtomicLong();
  private final AtomicLong historyGivenUp = new AtomicLong();
  private final AtomicLong roomMakings = new AtomicLong();
  private final AtomicLong forces = new AtomicLong();
  private final AtomicLong journalBytes = new AtomicLong();
  private final AtomicLong unwrittenBytes = new AtomicLong();
  private final AtomicLong tailCacheBytes = new AtomicLong();

  /** Messages that got an offset: sent, or committed if sent in a transaction. */
  public long messagesIn() {
    return messagesIn.get();
  }

  /** Their bytes, encoded. */
  public long bytesIn() {
    return bytesIn.get();
  }

  /** Messages handed to consumers' connections, repeats and those of browsers included. */
  public long messagesOut() {
    return messagesOut.get();
  }

  public long bytesOut() {
    return bytesOut.get();
  }

  /** Messages that a durable group or queue acknowledged, in a transaction or not. */
  public long acknowledged() {
    return acknowledged.get();
  }

  /** Messages moved to a dead-letter or expiry queue. */
  public long moved() {
    return moved.get();
  }

  /** Bytes of history that were given up before their time, for the disk was full. */
  public long historyGivenUp() {
    return historyGivenUp.get();
  }

  /** How often history began to be given up for a full disk. */
  public long roomMakings() {
    return roomMakings.get();
  }

  /** Forces of the journal to the device. */
  public long forces() {
    return forces.get();
  }

  /** Bytes of the journal that are in use. */
  public long journalBytes() {
    return journalBytes.get();
  }

  /** Bytes that wait for the disk. */
  public long unwrittenBytes() {
    return unwrittenBytes.get();
  }

  /** Memory that holds the journal's end. */
  public long tailCacheBytes() {
    return tailCacheBytes.get();
  }

  void took(int messages, int bytes) {
    add(messagesIn, messages);
    add(bytesIn, bytes);
  }

  void acknowledgedMore(long messages) {
    add(acknowledged, messages);
  }

  void movedMore(int messages) {
    add(moved, messages);
  }

  public void historyGivenUp(long bytes) {
    add(historyGivenUp, bytes);
  }

  public void roomMaking() {
    add(roomMakings, 1);
  }

  public void delivered(int messages, int bytes) {
    add(messagesOut, messages);
    add(bytesOut, bytes);
  }

  public void forced() {
    add(forces, 1);
  }

  /** How the journal is at the end of a turn. */
  public void journal(long bytes, long unwritten, long tailCache) {
    journalBytes.lazySet(bytes);
    unwrittenBytes.lazySet(unwritten);
    tailCacheBytes.lazySet(tailCache);
  }

  private static void add(AtomicLong figure, long more) {
    figure.lazySet(figure.getPlain() + more);
  }
}
