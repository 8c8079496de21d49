// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.message;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rewindmq.admin.GroupFinder;
import io.rewindmq.admin.access.Action;
import io.rewindmq.admin.access.AdminRequest;
import io.rewindmq.admin.access.CurrentRequest;
import io.rewindmq.admin.request.JsonFields;
import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.GroupSummary;
import io.rewindmq.broker.message.BulkCommand;
import io.rewindmq.broker.message.PageQuery;
import io.rewindmq.broker.permission.Verb;
import io.rewindmq.shard.DestinationSpec;
import io.rewindmq.shard.move.BulkKind;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
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

/** What is pending in a queue or a subscription. */
@Path("/api/v1/groups/{group}/messages")
@Produces(MediaType.APPLICATION_JSON)
class GroupMessagesResource {
  private final CurrentRequest current;
  private final GroupFinder finder;
  private final AdminGateway gateway;
  private final ManagedExecutor workers;
  private final ObjectMapper json;

  @Inject
  GroupMessagesResource(
      CurrentRequest current,
      GroupFinder finder,
      AdminGateway gateway,
      ManagedExecutor workers,
      ObjectMapper json) {
    this.current = current;
    this.finder = finder;
    this.gateway = gateway;
    this.workers = workers;
    this.json = json;
  }

  /** In the order consumers get them; what is not due yet comes last. */
  @GET
  @Operation(summary = "Shows what is pending in a group, in the order consumers get it")
  @APIResponse(
      responseCode = "200",
      description = "One page.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PageRow.class)))
  @APIResponse(responseCode = "409", description = "Several groups have that name: ask by number.")
  @Action(value = "message.browse", needs = "the verb browse on its destination")
  public CompletionStage<PageRow> pending(@RestPath String group, @BeanParam PageParameters page) {
    PageQuery query = page.query();
    AdminRequest request = current.get();
    return finder
        .find(request, group)
        .thenCompose(
            found -> {
              require(request, Verb.BROWSE, found);
              return gateway.messages().pending(found.group().id(), query);
            })
        .thenApplyAsync(PageRow::of, workers);
  }

  /** Body: {@code to}, and which messages; see {@link BulkFields}. */
  @POST
  @Path("/move")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Moves pending messages to another queue or topic")
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
  @APIResponse(responseCode = "409", description = "Several groups have that name: ask by number.")
  @APIResponse(
      responseCode = "503",
      description = "Too many operations run, or the broker has no time or place for one.")
  @Action(
      value = "message.move",
      needs = "the verb manage on its destination, and send on the target")
  public CompletionStage<Response> move(@RestPath String group, String body) {
    return begin(BulkKind.MOVE, group, body, BulkFields.MOVE, Verb.MANAGE);
  }

  /** Body: {@code to}, and which messages; see {@link BulkFields}. */
  @POST
  @Path("/copy")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Copies pending messages to another queue or topic")
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
  @APIResponse(responseCode = "409", description = "Several groups have that name: ask by number.")
  @APIResponse(
      responseCode = "503",
      description = "Too many operations run, or the broker has no time or place for one.")
  @Action(
      value = "message.copy",
      needs = "the verb browse on its destination, and send on the target")
  public CompletionStage<Response> copy(@RestPath String group, String body) {
    return begin(BulkKind.COPY, group, body, BulkFields.MOVE, Verb.BROWSE);
  }

  /** Ends them as if they were consumed; body: which messages, see {@link BulkFields}. */
  @POST
  @Path("/delete")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Ends pending messages as if they were consumed")
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
  @APIResponse(responseCode = "409", description = "Several groups have that name: ask by number.")
  @APIResponse(
      responseCode = "503",
      description = "Too many operations run, or the broker has no time or place for one.")
  @Action(value = "message.delete", needs = "the verb manage on its destination")
  public CompletionStage<Response> delete(@RestPath String group, String body) {
    return begin(BulkKind.DELETE, group, body, BulkFields.DELETE, Verb.MANAGE);
  }

  private CompletionStage<Response> begin(
      BulkKind kind, String group, String body, List<String> known, Verb needed) {
    JsonFields fields = JsonFields.parse(json, body, known);
    AdminRequest request = current.get().about("group " + group, fields.asText());
    BulkCommand checked = BulkFields.command(kind, 0, fields, request);
    return finder
        .find(request, group)
        .thenCompose(
            found -> {
              require(request, needed, found);
              BulkCommand.Target to = checked.to();
              if (to != null) {
                request.require(Verb.SEND, to.kind(), to.name());
              }
              return gateway.messages().begin(checked.of(found.group().id()));
            })
        .thenApplyAsync(view -> OperationAnswers.begun(request, view), workers);
  }

  private static void require(AdminRequest request, Verb verb, GroupSummary group) {
    DestinationSpec read = group.destination().spec();
    request.require(verb, read.kind(), read.name());
  }
}
