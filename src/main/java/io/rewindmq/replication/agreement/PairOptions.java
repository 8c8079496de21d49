// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.agreement;

/**
 * What both brokers of a pair must have set alike, and who of them this one is.
 *
 * @param name of this broker in the pair
 * @param peer name of the other one
 * @param leaseNanos how long an acknowledgement, or a change of the row, lets a primary serve
 * @param silenceNanos after which a primary goes on without a backup that it does not hear; less
 *     than the lease, so that a primary that is alive wins
 * @param acknowledge when a backup counts as having something: once {@link Sync#RECEIVED} or once
 *     {@link Sync#SYNCED}
 * @param mayBegin this broker makes the pair's row where there is none
 */
public record PairOptions(
    String name,
    String peer,
    long leaseNanos,
    long silenceNanos,
    Sync acknowledge,
    boolean mayBegin) {
  private static final long MILLI = 1_000_000;

  /** A monotonic clock may be wrong by one part of so many, against the other broker's. */
  private static final long DRIFT = 10;

  public PairOptions {
    if (name.equals(peer)) {
      throw new IllegalArgumentException("both brokers of the pair are called " + name);
    }
    if (leaseNanos < 100 * MILLI || leaseNanos > 600_000 * MILLI) {
      throw new IllegalArgumentException(
          "lease: expected 100 ms to 10 min, got " + leaseNanos / MILLI + " ms");
    }
    if (silenceNanos < 1 || silenceNanos > leaseNanos / 2) {
      throw new IllegalArgumentException(
          "silence: expected at most half of the lease, got " + silenceNanos / MILLI + " ms");
    }
    if (acknowledge == Sync.NONE) {
      throw new IllegalArgumentException("acknowledge: expected RECEIVED or SYNCED");
    }
  }

  /** How long a backup stands by its word, on its own clock: longer than the lease it gave. */
  long promiseNanos() {
    return leaseNanos + leaseNanos / DRIFT;
  }

  /** How often the row is looked at or renewed. */
  long rowNanos() {
    return leaseNanos / 4;
  }

  /** How long a database that did not answer well is left alone. */
  long retryNanos() {
    return leaseNanos / 16;
  }

  /** The lowest epoch of a member that is higher than another one. */
  long epochAfter(long epoch, String member) {
    boolean isFirst = member.equals(name) ? name.compareTo(peer) < 0 : peer.compareTo(name) < 0;
    long next = epoch + 1;
    return (next % 2 == 1) == isFirst ? next : next + 1;
  }

  boolean isOwn(long epoch) {
    return epoch > 0 && epochAfter(epoch - 1, name) == epoch;
  }
}
