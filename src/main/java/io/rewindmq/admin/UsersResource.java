// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rewindmq.broker.user.Users;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/**
 * Users who may log in with a password. A password only ever goes in; what is wrong with a body is
 * said without repeating any of it.
 */
@Path("/api/v1/users")
@Produces(MediaType.APPLICATION_JSON)
class UsersResource {
  private final Users users;
  private final ManagedExecutor workers;
  private final ObjectMapper json;

  @Inject
  UsersResource(Users users, ManagedExecutor workers, ObjectMapper json) {
    this.users = users;
    this.workers = workers;
    this.json = json;
  }

  @GET
  public CompletionStage<List<UserView>> list() {
    return users.all().thenApplyAsync(all -> all.stream().map(UserView::of).toList(), workers);
  }

  /** Body: {@code {"name": …, "password": …}}. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> add(String body) {
    JsonNode request = parse(body);
    return users
        .add(text(request, "name"), text(request, "password"))
        .thenApplyAsync(
            added ->
                Response.status(Response.Status.CREATED)
                    .header(HttpHeaders.LOCATION, "/api/v1/users/" + added.name())
                    .entity(UserView.of(added))
                    .build(),
            workers);
  }

  /** Body: {@code {"password": …}}. */
  @PUT
  @Path("/{name}/password")
  @Consumes(MediaType.APPLICATION_JSON)
  public CompletionStage<Response> changePassword(@RestPath String name, String body) {
    return users
        .changePassword(name, text(parse(body), "password"))
        .thenApplyAsync(done -> Response.noContent().build(), workers);
  }

  @DELETE
  @Path("/{name}")
  public CompletionStage<Response> remove(@RestPath String name) {
    return users.remove(name).thenApplyAsync(done -> Response.noContent().build(), workers);
  }

  private JsonNode parse(String body) {
    try {
      JsonNode request = json.readTree(body);
      if (request.isObject()) {
        return request;
      }
    } catch (JsonProcessingException e) {
      throw notAnObject(); // its text repeats some of the body
    }
    throw notAnObject();
  }

  private static ProblemException notAnObject() {
    return new ProblemException(
        Response.Status.BAD_REQUEST, "expected a JSON object with \"name\" and \"password\"");
  }

  /** Null when there is none, or something else than a text. */
  private static @Nullable String text(JsonNode request, String field) {
    return request.path(field).textValue();
  }
}
