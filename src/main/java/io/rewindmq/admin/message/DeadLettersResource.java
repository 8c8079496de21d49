// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.message;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rewindmq.admin.access.Action;
import io.rewindmq.admin.access.AdminRequest;
import io.rewindmq.admin.access.CurrentRequest;
import io.rewindmq.admin.request.JsonFields;
import io.rewindmq.admin.request.ProblemException;
import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.DestinationSummary;
import io.rewindmq.broker.GroupSummary;
import io.rewindmq.broker.message.BulkCommand;
import io.rewindmq.broker.permission.Verb;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.shard.move.BulkKind;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;

/** Dead letters, expired messages that were kept, and what overflowed: why they are there. */
@Path("/api/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
class DeadLettersResource {
  private final CurrentRequest current;
  private final AdminGateway gateway;
  private final ManagedExecutor workers;
  private final ObjectMapper json;

  @Inject
  DeadLettersResource(
      CurrentRequest current, AdminGateway gateway, ManagedExecutor workers, ObjectMapper json) {
    this.current = current;
    this.gateway = gateway;
    this.workers = workers;
    this.json = json;
  }

  /** The queues for dead letters and expired messages that the caller may browse. */
  @GET
  @Operation(summary = "Lists the queues for dead letters and expired messages")
  @Action(value = "deadletter.list", needs = "the verb browse on what is to be listed")
  public CompletionStage<List<DeadLetterRows.Queue>> list() {
    AdminRequest request = current.get();
    return gateway
        .destinations()
        .thenCombineAsync(
            gateway.groups(),
            (destinations, groups) -> rows(request, destinations, groups),
            workers);
  }

  private static List<DeadLetterRows.Queue> rows(
      AdminRequest request, List<DestinationSummary> destinations, List<GroupSummary> groups) {
    return DeadLetterRows.queues(destinations, groups).stream()
        .filter(row -> request.may(Verb.BROWSE, DestinationKind.QUEUE, row.queue()))
        .toList();
  }

  /** What is pending in one of them, counted by cause. */
  @GET
  @Path("/{queue}")
  @Operation(summary = "Counts what is pending in one of them by where it failed and why")
  @Action(value = "deadletter.show", needs = "the verb browse on it")
  public CompletionStage<DeadLetterRows.Causes> causes(@RestPath String queue) {
    AdminRequest request = current.get();
    request.require(Verb.BROWSE, DestinationKind.QUEUE, queue);
    return groupOf(queue)
        .thenCompose(group -> gateway.messages().causes(group))
        .thenApplyAsync(causes -> DeadLetterRows.of(queue, causes), workers);
  }

  /** Sends them back to where they failed; body: which, see {@link BulkFields}. */
  @POST
  @Path("/{queue}/redrive")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Sends dead letters back to where they failed")
  @APIResponse(
      responseCode = "202",
      description = "It has begun; the header Location names it.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = OperationRow.class)))
  @APIResponse(
      responseCode = "200",
      description = "What it would be; the dry run has ended.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = OperationRow.class)))
  @APIResponse(
      responseCode = "503",
      description = "Too many operations run, or the broker has no time or place for one.")
  @Action(
      value = "deadletter.redrive",
      needs = "the verb manage on it, and send on each destination that messages go back to")
  public CompletionStage<Response> redrive(@RestPath String queue, String body) {
    JsonFields fields = JsonFields.parse(json, body, BulkFields.REDRIVE);
    AdminRequest request = current.get().about("queue " + queue, fields.asText());
    request.require(Verb.MANAGE, DestinationKind.QUEUE, queue);
    BulkCommand checked = BulkFields.command(BulkKind.REDRIVE, 0, fields, request);
    return groupOf(queue)
        .thenCompose(group -> gateway.messages().begin(checked.of(group)))
        .thenApplyAsync(view -> OperationAnswers.begun(request, view), workers);
  }

  private CompletionStage<Integer> groupOf(String queue) {
    return gateway
        .destination(DestinationKind.QUEUE, queue)
        .thenApply(
            found ->
                found
                    .map(one -> one.destination().queueGroupId())
                    .orElseThrow(
                        () ->
                            new ProblemException(
                                Response.Status.NOT_FOUND,
                                "there is no queue \"" + queue + "\" with dead letters")));
  }
}
