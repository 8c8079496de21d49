// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.user;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rewindmq.admin.access.Action;
import io.rewindmq.admin.access.AdminRequest;
import io.rewindmq.admin.access.CurrentRequest;
import io.rewindmq.admin.request.JsonFields;
import io.rewindmq.admin.request.NearestNames;
import io.rewindmq.admin.request.ProblemException;
import io.rewindmq.broker.permission.BrokerRight;
import io.rewindmq.broker.permission.Role;
import io.rewindmq.broker.user.Roles;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
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

/** Roles: what users who have them may do. */
@Path("/api/v1/roles")
@Produces(MediaType.APPLICATION_JSON)
class RolesResource {
  private final CurrentRequest current;
  private final Roles roles;
  private final ManagedExecutor workers;
  private final ObjectMapper json;

  @Inject
  RolesResource(CurrentRequest current, Roles roles, ManagedExecutor workers, ObjectMapper json) {
    this.current = current;
    this.roles = roles;
    this.workers = workers;
    this.json = json;
  }

  /** All, the built-in ones too. */
  @GET
  @Operation(summary = "Lists roles, the built-in ones too")
  @Action(
      value = "role.list",
      anyOf = {BrokerRight.MONITOR, BrokerRight.USERS})
  public CompletionStage<List<RoleView>> list() {
    return roles.all().thenApplyAsync(all -> all.stream().map(RoleView::of).toList(), workers);
  }

  @GET
  @Path("/{name}")
  @Operation(summary = "Shows one role")
  @Action(
      value = "role.show",
      anyOf = {BrokerRight.MONITOR, BrokerRight.USERS})
  public CompletionStage<RoleView> show(@RestPath String name) {
    return roles
        .all()
        .thenApplyAsync(
            all ->
                all.stream()
                    .filter(role -> role.name().equals(name))
                    .findFirst()
                    .map(RoleView::of)
                    .orElseThrow(() -> unknown(name, all)),
            workers);
  }

  /** Makes it, or replaces what it was. Body: rights, permissions. */
  @PUT
  @Path("/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Makes a role, or replaces what it was")
  @APIResponse(
      responseCode = "201",
      description = "It is made.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RoleView.class)))
  @APIResponse(
      responseCode = "200",
      description = "It is replaced.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RoleView.class)))
  @APIResponse(
      responseCode = "409",
      description = "It is built in, or nobody would be left who can administer.")
  @Action(value = "role.put", anyOf = BrokerRight.USERS)
  public CompletionStage<Response> put(@RestPath String name, String body) {
    JsonFields fields = JsonFields.parse(json, body, RoleView.FIELDS);
    AdminRequest _ = current.get().about("role " + name, fields.asText());
    Role role = RoleView.role(name, fields);
    return roles
        .put(role)
        .thenApplyAsync(
            isNew ->
                Response.status(isNew ? Response.Status.CREATED : Response.Status.OK)
                    .entity(RoleView.of(role))
                    .build(),
            workers);
  }

  @DELETE
  @Path("/{name}")
  @Operation(summary = "Removes a role that no user has")
  @APIResponse(responseCode = "204", description = "Done.")
  @APIResponse(responseCode = "409", description = "A user has it, or it is built in.")
  @Action(value = "role.remove", anyOf = BrokerRight.USERS)
  public CompletionStage<Response> remove(@RestPath String name) {
    AdminRequest _ = current.get().about("role " + name, "");
    return roles.remove(name).thenApplyAsync(done -> Response.noContent().build(), workers);
  }

  private static ProblemException unknown(String name, List<Role> all) {
    return new ProblemException(
        Response.Status.NOT_FOUND,
        "there is no role \""
            + name
            + "\"; "
            + NearestNames.hint(name, all.stream().map(Role::name).toList()));
  }
}
