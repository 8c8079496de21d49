// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.pair;

/** What makes brokers break a rule, to see that the world notices. */
enum PairDefect {
  NONE,
  /** A backup says that it has forced what it has only in memory. */
  LYING_DEVICE,
  /** A primary does not wait for its backup. */
  NO_LIMIT,
  /** A broker serves as long as it believes to be primary, lease or not. */
  NO_LEASE,
  /** A backup keeps what the primary does not have. */
  NO_CUT
}
