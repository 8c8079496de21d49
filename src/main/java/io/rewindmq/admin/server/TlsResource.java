// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.server;

import io.rewindmq.admin.access.Action;
import io.rewindmq.admin.access.AdminRequest;
import io.rewindmq.admin.access.CurrentRequest;
import io.rewindmq.admin.request.ProblemException;
import io.rewindmq.broker.permission.BrokerRight;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The certificates of messaging and HTTP. */
@Path("/api/v1/tls")
@Produces(MediaType.APPLICATION_JSON)
class TlsResource {
  private final CurrentRequest current;
  private final ServerCertificates certificates;
  private final ManagedExecutor workers;

  @Inject
  TlsResource(CurrentRequest current, ServerCertificates certificates, ManagedExecutor workers) {
    this.current = current;
    this.certificates = certificates;
    this.workers = workers;
  }

  @GET
  @Operation(summary = "Shows the certificate in use")
  @APIResponse(
      responseCode = "200",
      description = "As it is then.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ServerCertificates.InUse.class)))
  @APIResponse(responseCode = "409", description = "TLS is off.")
  @Action(
      value = "tls.show",
      anyOf = {BrokerRight.MONITOR, BrokerRight.OPERATE})
  public CompletionStage<ServerCertificates.InUse> show() {
    requireTls();
    return CompletableFuture.completedStage(certificates.inUse());
  }

  /** Looks at the files now. What they are is used for new connections, or nothing changes. */
  @POST
  @Path("/reload")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Reads the files of TLS again, for new connections")
  @APIResponse(
      responseCode = "200",
      description = "As it is then.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ServerCertificates.InUse.class)))
  @APIResponse(
      responseCode = "409",
      description = "TLS is off, or the files can't be used; those before stay in use.")
  @Action(value = "tls.reload", anyOf = BrokerRight.OPERATE)
  public CompletionStage<ServerCertificates.InUse> reload() {
    AdminRequest request = current.get().about("tls", "");
    requireTls();
    return certificates.reload().thenApplyAsync(now -> reloaded(request, now), workers);
  }

  private static ServerCertificates.InUse reloaded(
      AdminRequest request, ServerCertificates.InUse now) {
    String problem = now.problem();
    if (problem != null) {
      throw new ProblemException(
          Response.Status.CONFLICT, problem + "; the certificates before stay in use");
    }
    AdminRequest _ =
        request.about("tls", (now.changed() ? "changed: " : "unchanged: ") + now.subject());
    return now;
  }

  private void requireTls() {
    if (!certificates.isOn()) {
      throw new ProblemException(
          Response.Status.CONFLICT, "connections are not encrypted: rewind.tls.enabled is false");
    }
  }
}
