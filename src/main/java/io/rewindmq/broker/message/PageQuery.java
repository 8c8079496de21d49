// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.message;

import org.jspecify.annotations.Nullable;

/**
 * Which page is wanted.
 *
 * @param limit messages, 1 to {@link #LIMIT_MAX}
 * @param cursor where the page before ended; null = the first page
 * @param selector null = all messages
 * @param bodyBytesMax so much of each body is shown, at most
 */
public record PageQuery(
    int limit, @Nullable String cursor, @Nullable String selector, int bodyBytesMax) {
  public static final int LIMIT_MAX = 1000;
}
