// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.message;

import io.rewindmq.admin.access.Action;
import io.rewindmq.admin.access.AdminRequest;
import io.rewindmq.admin.access.CurrentRequest;
import io.rewindmq.admin.request.ProblemException;
import io.rewindmq.admin.request.QueryParameters;
import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.message.BulkCommand;
import io.rewindmq.broker.message.OperationView;
import io.rewindmq.broker.permission.Verb;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Long operations: under way, and those that have ended lately. */
@Path(OperationAnswers.PATH)
@Produces(MediaType.APPLICATION_JSON)
class OperationsResource {
  private static final int REASON_CHARACTERS_MAX = 200;

  private final CurrentRequest current;
  private final AdminGateway gateway;
  private final ManagedExecutor workers;

  @Inject
  OperationsResource(CurrentRequest current, AdminGateway gateway, ManagedExecutor workers) {
    this.current = current;
    this.gateway = gateway;
    this.workers = workers;
  }

  /** Those on what the caller may see, the newest first. */
  @GET
  @Operation(
      summary = "Lists operations under way and those that have ended lately, the newest first")
  @Action(
      value = "operation.list",
      needs = "any verb on their sources, or the right monitor for all")
  public CompletionStage<List<OperationRow>> list() {
    AdminRequest request = current.get();
    return gateway
        .messages()
        .operations()
        .thenApplyAsync(
            all ->
                all.stream()
                    .filter(view -> sees(request, view))
                    .map(view -> OperationAnswers.row(request, view))
                    .toList(),
            workers);
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "Shows one operation")
  @Action(value = "operation.show", needs = "any verb on its source, or the right monitor")
  public CompletionStage<OperationRow> show(@RestPath String id) {
    AdminRequest request = current.get();
    return gateway
        .messages()
        .operation(id)
        .thenApplyAsync(found -> OperationAnswers.row(request, seen(request, id, found)), workers);
  }

  /** Ends it before its next step; what it has done stays. */
  @DELETE
  @Path("/{id}")
  @Operation(summary = "Ends an operation after its present step; what it has done stays")
  @APIResponse(
      responseCode = "200",
      description = "As it is then.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = OperationRow.class)))
  @Action(value = "operation.cancel", needs = "to have begun it, or the verb manage on its source")
  public CompletionStage<OperationRow> cancel(
      @RestPath String id, @RestQuery @Nullable String reason) {
    String said = QueryParameters.text("reason", reason, REASON_CHARACTERS_MAX);
    AdminRequest request = current.get().about("operation " + id, said == null ? "" : said);
    return gateway
        .messages()
        .operation(id)
        .thenCompose(
            found -> {
              OperationView view = seen(request, id, found);
              BulkCommand.Target source = view.source();
              if (!view.command().who().user().equals(request.caller().name())) {
                request.require(Verb.MANAGE, source.kind(), source.name());
              }
              return gateway.messages().cancel(id);
            })
        .thenApplyAsync(found -> OperationAnswers.row(request, seen(request, id, found)), workers);
  }

  private static OperationView seen(
      AdminRequest request, String id, Optional<OperationView> found) {
    return found
        .filter(view -> sees(request, view))
        .orElseThrow(
            () ->
                new ProblemException(
                    Response.Status.NOT_FOUND,
                    "there is no operation "
                        + id
                        + "; those that have ended are kept for a while, and until a restart"));
  }

  private static boolean sees(AdminRequest request, OperationView view) {
    return request.sees(view.source().kind(), view.source().name());
  }
}
