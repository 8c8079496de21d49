// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.request;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * An error as RFC 9457 has it, without a {@code type}: the title is that of the status.
 *
 * @param title what the status means
 * @param status of HTTP
 * @param detail what was wrong and what was expected, for people
 */
public record Problem(String title, int status, String detail) {
  private static final MediaType JSON = new MediaType("application", "problem+json");

  public static Problem of(Response.Status status, String detail) {
    return new Problem(status.getReasonPhrase(), status.getStatusCode(), detail);
  }

  public Response response() {
    return Response.status(status).type(JSON).entity(this).build();
  }
}
