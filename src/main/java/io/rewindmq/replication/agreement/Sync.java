// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.agreement;

/** How surely the backup has everything that was ever confirmed. */
public enum Sync {
  /** Not at all: the primary confirms alone, and nobody takes over by himself. */
  NONE,
  /** In memory: a backup that was started again has to follow once more before it is in sync. */
  RECEIVED,
  /** On its device. */
  SYNCED
}
