// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.agreement;

/** The broker that an agreement is about. */
public interface PairEngine {
  /** Nothing has been agreed on that would hold anything back. */
  long NO_LIMIT = Long.MAX_VALUE;

  /**
   * This broker is the primary: it applies what it has, begins that epoch, and serves whenever
   * {@link PairAgreement#mayServe} says so.
   */
  void lead(long epoch);

  /** This broker is primary no more: whatever it has not said yet is never said. */
  void stepDown(String reason);

  /**
   * Whether all that this broker has followed is on its device; else it will be soon. Without that
   * it must not become primary: the row would name one that may yet lose what was confirmed.
   */
  boolean isSecured();

  /**
   * Nothing that needs the journal beyond a position leaves from now on.
   *
   * @param position exclusive
   * @return up to where something may have left already, exclusive: at least the beginning of this
   *     reign, for earlier ones may have said all that lies before
   */
  long limit(long position);
}
