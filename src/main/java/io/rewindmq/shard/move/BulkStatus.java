// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

/** How far an order is. What it has done stays done in every case. */
public enum BulkStatus {
  RUNNING,
  DONE,
  CANCELLED,
  FAILED
}
