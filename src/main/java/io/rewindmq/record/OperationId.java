// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.record;

import java.util.UUID;

/** Names the request that caused a change: 16 bytes, shown as a UUID. */
public record OperationId(long msb, long lsb) {
  /** No operation. */
  public static final OperationId NONE = new OperationId(0, 0);

  public boolean isNone() {
    return msb == 0 && lsb == 0;
  }

  @Override
  public String toString() {
    return new UUID(msb, lsb).toString();
  }
}
