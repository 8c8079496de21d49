// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.audit;

import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted, the newest first.
 *
 * @param beforeId only those with a smaller id; {@link Long#MAX_VALUE} = all
 * @param limit how many at most, 1 to {@link #LIMIT_MAX}
 * @param user null = everybody's
 * @param object null = about everything
 */
public record AuditQuery(long beforeId, int limit, @Nullable String user, @Nullable String object) {
  public static final int LIMIT_MAX = 1000;
}
