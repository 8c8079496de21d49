// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rewindmq.admin.access.Action;
import io.rewindmq.admin.access.AdminRequest;
import io.rewindmq.admin.access.CurrentRequest;
import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.permission.Verb;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.shard.DestinationSpec;
import io.rewindmq.shard.RewindTarget;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;

/**
 * Consumer groups: queues and subscriptions. A group is named by its name, or by its number when
 * the name is not unique.
 */
@Path("/api/v1/groups")
@Produces(MediaType.APPLICATION_JSON)
class GroupsResource {
  private final CurrentRequest current;
  private final GroupFinder finder;
  private final AdminGateway gateway;
  private final ManagedExecutor workers;
  private final ObjectMapper json;
  private final Clock clock;

  @Inject
  GroupsResource(
      CurrentRequest current,
      GroupFinder finder,
      AdminGateway gateway,
      ManagedExecutor workers,
      ObjectMapper json,
      Clock clock) {
    this.current = current;
    this.finder = finder;
    this.gateway = gateway;
    this.workers = workers;
    this.json = json;
    this.clock = clock;
  }

  /** Those whose destinations the caller may see. */
  @GET
  @Operation(summary = "Lists groups: queues and subscriptions")
  @Action(
      value = "group.list",
      needs = "any verb on their destinations, or the right monitor for all")
  public CompletionStage<List<GroupRow>> list() {
    return finder
        .seen(current.get())
        .thenApplyAsync(groups -> groups.stream().map(GroupRow::of).toList(), workers);
  }

  @GET
  @Path("/{group}")
  @Operation(summary = "Shows one group with its offsets")
  @APIResponse(
      responseCode = "200",
      description = "As it is then.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = GroupDetail.class)))
  @APIResponse(responseCode = "409", description = "Several groups have that name: ask by number.")
  @Action(value = "group.show", needs = "any verb on its destination, or the right monitor")
  public CompletionStage<GroupDetail> show(@RestPath String group) {
    return finder.find(current.get(), group).thenApplyAsync(GroupDetail::of, workers);
  }

  /** Moves the group's cursors; its consumers stay connected. */
  @POST
  @Path("/{group}/rewind")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Moves a group to another place; its consumers stay connected")
  @APIResponse(
      responseCode = "200",
      description = "As it is then.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RewindAnswer.class)))
  @APIResponse(
      responseCode = "409",
      description = "Several groups have that name, or the destination forbids it.")
  @Action(value = "group.rewind", needs = "the verb replay on its destination")
  public CompletionStage<RewindAnswer> rewind(@RestPath String group, String body) {
    String place = place(body);
    AdminRequest request = current.get().about("group " + group, "to " + place);
    RewindTarget target = RewindPlace.parse(place, clock.millis());
    return finder
        .find(request, group)
        .thenCompose(
            found -> {
              DestinationSpec read = found.destination().spec();
              request.require(Verb.REPLAY, read.kind(), read.name());
              return gateway.rewind(found.group().id(), target);
            })
        .thenApplyAsync(report -> RewindAnswer.of(group, report), workers);
  }

  private String place(String body) {
    try {
      JsonNode to = json.readTree(body).path("to");
      if (to.isTextual() || to.isIntegralNumber()) {
        return to.asText();
      }
    } catch (JsonProcessingException e) {
      throw RewindPlace.missing();
    }
    throw RewindPlace.missing();
  }
}
