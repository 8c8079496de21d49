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
  @Action(
      value = "role.list",
      anyOf = {BrokerRight.MONITOR, BrokerRight.USERS})
  public CompletionStage<List<RoleView>> list() {
    return roles.all().thenApplyAsync(all -> all.stream().map(RoleView::of).toList(), workers);
  }

  @GET
  @Path("/{name}")
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
