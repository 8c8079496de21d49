// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.access;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The request at hand, for the methods of REST: ask at their beginning. */
@Singleton
public class CurrentRequest {
  private static final String KEY = AdminRequest.class.getName();

  private final CurrentVertxRequest current;

  @Inject
  CurrentRequest(CurrentVertxRequest current) {
    this.current = current;
  }

  /**
   * The request that this thread carries out.
   *
   * @throws IllegalStateException it did not come through {@link HttpGate}
   */
  public AdminRequest get() {
    AdminRequest request = current.getCurrent().get(KEY);
    if (request == null) {
      throw new IllegalStateException("a request came around the gate");
    }
    return request;
  }

  static void put(RoutingContext context, AdminRequest request) {
    context.put(KEY, request);
  }
}
