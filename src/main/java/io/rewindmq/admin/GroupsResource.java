// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.GroupSummary;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.shard.RewindTarget;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.resteasy.reactive.RestPath;

/**
 * Consumer groups: queues and subscriptions. A group is named by its name, or by its number when
 * the name is not unique.
 */
@Path("/api/v1/groups")
@Produces(MediaType.APPLICATION_JSON)
class GroupsResource {
  private final AdminGateway gateway;
  private final ManagedExecutor workers;
  private final ObjectMapper json;
  private final Clock clock;

  @Inject
  GroupsResource(AdminGateway gateway, ManagedExecutor workers, ObjectMapper json, Clock clock) {
    this.gateway = gateway;
    this.workers = workers;
    this.json = json;
    this.clock = clock;
  }

  @GET
  public CompletionStage<List<GroupRow>> list() {
    return gateway
        .groups()
        .thenApplyAsync(groups -> groups.stream().map(GroupRow::of).toList(), workers);
  }

  @GET
  @Path("/{group}")
  public CompletionStage<GroupDetail> show(@RestPath String group) {
    return find(group).thenApplyAsync(GroupDetail::of, workers);
  }

  /** Moves the group's cursors; its consumers stay connected. */
  @POST
  @Path("/{group}/rewind")
  @Consumes(MediaType.WILDCARD)
  public CompletionStage<RewindAnswer> rewind(@RestPath String group, String body) {
    RewindTarget target = RewindPlace.parse(place(body), clock.millis());
    return find(group)
        .thenCompose(found -> gateway.rewind(found.group().id(), target))
        .thenApplyAsync(report -> RewindAnswer.of(group, report), workers);
  }

  private CompletionStage<GroupSummary> find(String group) {
    return gateway
        .group(group)
        .thenCompose(
            found ->
                found
                    .<CompletionStage<GroupSummary>>map(CompletableFuture::completedStage)
                    .orElseGet(() -> unknown(group)));
  }

  private CompletionStage<GroupSummary> unknown(String group) {
    return gateway
        .groups()
        .thenApply(
            groups -> {
              List<String> names = groups.stream().map(g -> g.group().spec().name()).toList();
              throw new ProblemException(
                  Response.Status.NOT_FOUND,
                  "there is no group \"" + group + "\"; " + NearestNames.hint(group, names));
            });
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
