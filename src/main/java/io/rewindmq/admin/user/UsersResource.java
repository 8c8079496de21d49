// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.user;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rewindmq.admin.access.Action;
import io.rewindmq.admin.access.AdminRequest;
import io.rewindmq.admin.access.CurrentRequest;
import io.rewindmq.admin.request.NearestNames;
import io.rewindmq.admin.request.ProblemException;
import io.rewindmq.broker.permission.BrokerRight;
import io.rewindmq.broker.user.UserAccount;
import io.rewindmq.broker.user.Users;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/**
 * Users who may log in with a password. A password only ever goes in; what is wrong with a body is
 * said without repeating any of it.
 */
@Path("/api/v1/users")
@Produces(MediaType.APPLICATION_JSON)
class UsersResource {
  private static final List<String> NEW = List.of("name", "password", "roles", "oneTime");
  private static final List<String> PASSWORD = List.of("password", "oneTime");
  private static final List<String> CHANGE = List.of("roles", "enabled");

  private final CurrentRequest current;
  private final Users users;
  private final ManagedExecutor workers;
  private final ObjectMapper json;

  @Inject
  UsersResource(CurrentRequest current, Users users, ManagedExecutor workers, ObjectMapper json) {
    this.current = current;
    this.users = users;
    this.workers = workers;
    this.json = json;
  }

  @GET
  @Operation(summary = "Lists users, without passwords")
  @Action(
      value = "user.list",
      anyOf = {BrokerRight.MONITOR, BrokerRight.USERS})
  public CompletionStage<List<UserView>> list() {
    return users.all().thenApplyAsync(all -> all.stream().map(UserView::of).toList(), workers);
  }

  @GET
  @Path("/{name}")
  @Operation(summary = "Shows one user")
  @Action(
      value = "user.show",
      anyOf = {BrokerRight.MONITOR, BrokerRight.USERS})
  public CompletionStage<UserView> show(@RestPath String name) {
    return users.all().thenApplyAsync(all -> view(name, all), workers);
  }

  /** Body: name, password, and if wanted roles and oneTime. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Adds a user")
  @APIResponse(responseCode = "404", description = "There is no role of that name.")
  @APIResponse(
      responseCode = "201",
      description = "Done; the header Location names it.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = UserView.class)))
  @APIResponse(
      responseCode = "409",
      description = "There is one of that name, or the first user is no administrator.")
  @Action(value = "user.add", anyOf = BrokerRight.USERS)
  public CompletionStage<Response> add(String body) {
    JsonNode fields = parse(body, NEW);
    Users.NewUser wanted =
        new Users.NewUser(
            text(fields, "name"),
            text(fields, "password"),
            flag(fields, "oneTime", false),
            roles(fields));
    String name = wanted.name();
    AdminRequest _ =
        current
            .get()
            .about(
                "user " + name,
                "roles " + wanted.roles() + (wanted.oneTime() ? ", one-time password" : ""));
    return users
        .add(wanted)
        .thenApplyAsync(
            added ->
                Response.status(Response.Status.CREATED)
                    .header(HttpHeaders.LOCATION, "/api/v1/users/" + encoded(added.name()))
                    .entity(UserView.of(added))
                    .build(),
            workers);
  }

  /** Body: password, and if wanted oneTime. Everybody may change his own. */
  @PUT
  @Path("/{name}/password")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Gives a user another password")
  @APIResponse(responseCode = "204", description = "Done.")
  @Action(
      value = "user.password",
      needs = "the right users, or to be that user with his present password")
  public CompletionStage<Response> changePassword(@RestPath String name, String body) {
    AdminRequest request = current.get().about("user " + name, "");
    if (!request.caller().is(name)) {
      request.require(BrokerRight.USERS);
    }
    JsonNode fields = parse(body, PASSWORD);
    return users
        .changePassword(name, text(fields, "password"), flag(fields, "oneTime", false))
        .thenApplyAsync(done -> Response.noContent().build(), workers);
  }

  /** Body: roles (all of them), enabled, or both; what is not named stays. */
  @PATCH
  @Path("/{name}")
  @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
  @Operation(summary = "Changes roles of a user, or whether he may log in")
  @APIResponse(
      responseCode = "200",
      description = "As it is then.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = UserView.class)))
  @APIResponse(responseCode = "409", description = "Nobody would be left who can administer.")
  @Action(value = "user.change", anyOf = BrokerRight.USERS)
  public CompletionStage<UserView> change(@RestPath String name, String body) {
    JsonNode fields = parse(body, CHANGE);
    Set<String> roles = roles(fields);
    boolean enabled = flag(fields, "enabled", true);
    AdminRequest _ = current.get().about("user " + name, fields.toString());
    CompletionStage<@Nullable Void> change = CompletableFuture.completedStage(null);
    if (fields.has("roles")) {
      change = users.changeRoles(name, roles);
    }
    if (fields.has("enabled")) {
      change = change.thenCompose(done -> users.enable(name, enabled));
    }
    return change.thenCompose(done -> users.all()).thenApplyAsync(all -> view(name, all), workers);
  }

  @DELETE
  @Path("/{name}")
  @Operation(summary = "Removes a user and closes his connections")
  @APIResponse(responseCode = "204", description = "Done.")
  @APIResponse(responseCode = "409", description = "Nobody would be left who can administer.")
  @Action(value = "user.remove", anyOf = BrokerRight.USERS)
  public CompletionStage<Response> remove(@RestPath String name) {
    AdminRequest _ = current.get().about("user " + name, "");
    return users.remove(name).thenApplyAsync(done -> Response.noContent().build(), workers);
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static UserView view(String name, List<UserAccount> all) {
    return all.stream()
        .filter(user -> user.name().equals(name))
        .findFirst()
        .map(UserView::of)
        .orElseThrow(
            () ->
                new ProblemException(
                    Response.Status.NOT_FOUND, "there is no user \"" + name + "\""));
  }

  private JsonNode parse(String body, List<String> known) {
    JsonNode request;
    try {
      request = json.readTree(body);
    } catch (JsonProcessingException e) {
      throw notAnObject(known); // its text repeats some of the body
    }
    if (!request.isObject()) {
      throw notAnObject(known);
    }
    request
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw invalid("unknown field; " + NearestNames.hint("", known));
              }
            });
    return request;
  }

  private static ProblemException notAnObject(List<String> known) {
    return invalid("expected a JSON object with " + String.join(", ", known));
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(Response.Status.BAD_REQUEST, detail);
  }

  /** Null when there is none, or something else than a text. */
  private static @Nullable String text(JsonNode request, String field) {
    return request.path(field).textValue();
  }

  private static boolean flag(JsonNode request, String field, boolean byDefault) {
    JsonNode value = request.path(field);
    if (value.isMissingNode()) {
      return byDefault;
    }
    if (!value.isBoolean()) {
      throw invalid("\"" + field + "\": expected true or false");
    }
    return value.booleanValue();
  }

  private static Set<String> roles(JsonNode request) {
    JsonNode value = request.path("roles");
    Set<String> roles = new HashSet<>();
    value.forEach(one -> roles.add(one.isTextual() ? one.textValue() : ""));
    if ((!value.isArray() && !value.isMissingNode()) || roles.contains("")) {
      throw invalid("\"roles\": expected a list of names of roles");
    }
    return roles;
  }
}
