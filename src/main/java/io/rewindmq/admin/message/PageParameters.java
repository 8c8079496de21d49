// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.message;

import io.rewindmq.admin.request.QueryParameters;
import io.rewindmq.broker.message.PageQuery;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Which page of messages is wanted. */
@SuppressWarnings("NullAway.Init") // fields are injected
public class PageParameters {
  private static final int LIMIT = 100;
  private static final int BODY_BYTES = 256;

  /** The most of a body that a page shows. */
  private static final int BODY_BYTES_MAX = 65_536;

  @RestQuery @Nullable String limit;
  @RestQuery @Nullable String cursor;
  @RestQuery @Nullable String selector;
  @RestQuery @Nullable String bodyBytes;

  PageQuery query() {
    return new PageQuery(
        (int) QueryParameters.number("limit", limit, LIMIT, 1, PageQuery.LIMIT_MAX),
        cursor,
        selector,
        (int) QueryParameters.number("bodyBytes", bodyBytes, BODY_BYTES, 0, BODY_BYTES_MAX));
  }
}
