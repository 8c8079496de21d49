// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rewindmq.admin.access.Action;
import io.rewindmq.admin.access.AdminRequest;
import io.rewindmq.admin.access.CurrentRequest;
import io.rewindmq.admin.request.JsonFields;
import io.rewindmq.admin.request.NearestNames;
import io.rewindmq.admin.request.ProblemException;
import io.rewindmq.admin.request.QueryParameters;
import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.DestinationCreated;
import io.rewindmq.broker.DestinationSummary;
import io.rewindmq.broker.permission.Verb;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.Setting;
import io.rewindmq.delivery.SettingsChange;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Queues and topics. */
@Path("/api/v1/destinations")
@Produces(MediaType.APPLICATION_JSON)
class DestinationsResource {
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final List<String> FIXED = List.of("name", "kind", "partitions");
  private static final List<String> FIELDS =
      Stream.concat(FIXED.stream(), SettingsFields.NAMES.stream()).toList();

  private final CurrentRequest current;
  private final AdminGateway gateway;
  private final ManagedExecutor workers;
  private final ObjectMapper json;

  @Inject
  DestinationsResource(
      CurrentRequest current, AdminGateway gateway, ManagedExecutor workers, ObjectMapper json) {
    this.current = current;
    this.gateway = gateway;
    this.workers = workers;
    this.json = json;
  }

  /** Those that the caller may see. */
  @GET
  @Operation(summary = "Lists destinations")
  @Action(
      value = "destination.list",
      needs = "any verb on what is to be listed, or the right monitor for all")
  public CompletionStage<List<DestinationRow>> list() {
    return seen(current.get())
        .thenApplyAsync(all -> all.stream().map(DestinationRow::of).toList(), workers);
  }

  /** Those of that name: a queue and a topic may have the same. */
  @GET
  @Path("/{name}")
  @Operation(summary = "Shows the destinations of a name")
  @Action(value = "destination.list", needs = "any verb on it, or the right monitor")
  public CompletionStage<List<DestinationRow>> named(@RestPath String name) {
    return seen(current.get()).thenApplyAsync(all -> named(name, all), workers);
  }

  @GET
  @Path("/{kind}/{name}")
  @Operation(summary = "Shows one destination with its settings and partitions")
  @Action(value = "destination.show", needs = "any verb on it, or the right monitor")
  public CompletionStage<DestinationRow> show(@RestPath String kind, @RestPath String name) {
    DestinationKind of = KindName.inPath(kind);
    AdminRequest request = current.get();
    request.requireSight(of, name);
    return gateway
        .destination(of, name)
        .thenCompose(
            found ->
                found
                    .<CompletionStage<DestinationSummary>>map(CompletableFuture::completedStage)
                    .orElseGet(() -> unknown(request, of, name)))
        .thenApplyAsync(DestinationRow::of, workers);
  }

  /** Body: name, kind, and if wanted partitions and settings. One that is the same will do. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Creates a queue or topic")
  @APIResponse(
      responseCode = "201",
      description = "Done; the header Location names it.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = DestinationRow.class)))
  @APIResponse(
      responseCode = "200",
      description = "It was there just like that.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = DestinationRow.class)))
  @APIResponse(responseCode = "409", description = "It exists otherwise.")
  @Action(
      value = "destination.create",
      needs = "the verb create on it; send on its dead-letter and expiry queue")
  public CompletionStage<Response> create(String body) {
    JsonFields fields = JsonFields.parse(json, body, FIELDS);
    String name = fields.requiredText("name");
    if (name.equals(".") || name.equals("..")) {
      throw JsonFields.invalid("\"name\": \"" + name + "\" can be no part of a URL");
    }
    DestinationKind kind = KindName.inBody(fields.requiredText("kind"));
    SettingsChange settings = SettingsFields.change(fields);
    AdminRequest request = current.get().about(KindName.of(kind) + " " + name, fields.asText());
    request.require(Verb.CREATE, kind, name);
    requireQueues(request, settings);
    return gateway
        .createDestination(kind, name, fields.smallNumber("partitions", 1), settings)
        .thenApplyAsync(DestinationsResource::created, workers);
  }

  /** Body: settings; null = the broker's default. What is not named stays as it is. */
  @PATCH
  @Path("/{kind}/{name}")
  @Consumes({MediaType.APPLICATION_JSON, MERGE_PATCH})
  @Operation(summary = "Changes settings of a queue or topic")
  @APIResponse(
      responseCode = "200",
      description = "As it is then.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = DestinationRow.class)))
  @APIResponse(responseCode = "409", description = "What is named can't be changed.")
  @Action(
      value = "destination.change",
      needs = "the verb manage on it; send on its dead-letter and expiry queue")
  public CompletionStage<DestinationRow> change(
      @RestPath String kind, @RestPath String name, String body) {
    DestinationKind of = KindName.inPath(kind);
    JsonFields fields = JsonFields.parse(json, body, FIELDS);
    FIXED.stream().filter(fields::has).findFirst().ifPresent(DestinationsResource::refuseChange);
    SettingsChange settings = SettingsFields.change(fields);
    AdminRequest request = current.get().about(kind + " " + name, fields.asText());
    request.require(Verb.MANAGE, of, name);
    requireQueues(request, settings);
    return hinted(request, of, name, gateway.changeDestination(of, name, settings))
        .thenApplyAsync(DestinationRow::of, workers);
  }

  /**
   * Deletes it with its messages, its history and its subscriptions.
   *
   * @param force {@code true} = also while consumers are connected; these end
   */
  @DELETE
  @Path("/{kind}/{name}")
  @Operation(summary = "Deletes a queue or topic with its messages, history and subscriptions")
  @APIResponse(responseCode = "204", description = "Done.")
  @APIResponse(
      responseCode = "409",
      description = "Consumers are connected, or it is not to be deleted.")
  @Action(value = "destination.delete", needs = "the verb manage on it")
  public CompletionStage<Response> delete(
      @RestPath String kind, @RestPath String name, @RestQuery @Nullable String force) {
    DestinationKind of = KindName.inPath(kind);
    boolean isForced = QueryParameters.flag("force", force);
    AdminRequest request = current.get().about(kind + " " + name, isForced ? "by force" : "");
    request.require(Verb.MANAGE, of, name);
    return hinted(request, of, name, gateway.deleteDestination(of, name, isForced))
        .thenApplyAsync(done -> Response.noContent().build(), workers);
  }

  private static void refuseChange(String field) {
    throw new ProblemException(
        Response.Status.CONFLICT,
        "\""
            + field
            + "\" can't be changed; expected settings only ("
            + String.join(", ", SettingsFields.NAMES)
            + "). Make another destination instead");
  }

  private static Response created(DestinationCreated made) {
    DestinationRow row = DestinationRow.of(made.destination());
    Response.ResponseBuilder answer =
        Response.status(made.isNew() ? Response.Status.CREATED : Response.Status.OK).entity(row);
    if (made.isNew()) {
      answer.header(
          HttpHeaders.LOCATION, "/api/v1/destinations/" + row.kind() + "/" + encoded(row.name()));
    }
    return answer.build();
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static List<DestinationRow> named(String name, List<DestinationSummary> all) {
    List<DestinationRow> rows = all.stream().map(DestinationRow::of).toList();
    List<DestinationRow> found = rows.stream().filter(row -> row.name().equals(name)).toList();
    if (found.isEmpty()) {
      List<String> names = rows.stream().map(DestinationRow::name).toList();
      throw new ProblemException(
          Response.Status.NOT_FOUND,
          "there is no destination \"" + name + "\"; " + NearestNames.hint(name, names));
    }
    return found;
  }

  /** Messages go from the destination to these queues: the caller must be allowed to send there. */
  private static void requireQueues(AdminRequest request, SettingsChange change) {
    for (Setting queue : List.of(Setting.DEAD_LETTER_QUEUE, Setting.EXPIRY_QUEUE)) {
      if (change.said().contains(queue) && queue.valueIn(change.values()) instanceof String name) {
        request.require(Verb.SEND, DestinationKind.QUEUE, name);
      }
    }
  }

  /** What the caller may see. */
  private CompletionStage<List<DestinationSummary>> seen(AdminRequest request) {
    return gateway
        .destinations()
        .thenApply(
            all ->
                all.stream()
                    .filter(
                        one ->
                            request.sees(
                                one.destination().spec().kind(), one.destination().spec().name()))
                    .toList());
  }

  /** Who asks for what is not there is told what is. */
  private <T extends @Nullable Object> CompletionStage<T> hinted(
      AdminRequest request, DestinationKind kind, String name, CompletionStage<T> stage) {
    return stage.exceptionallyCompose(
        failure ->
            switch (failure instanceof CompletionException ? failure.getCause() : failure) {
              case AdminException e when e.reason() == AdminException.Reason.NOT_FOUND ->
                  unknown(request, kind, name);
              case null, default -> CompletableFuture.failedStage(failure);
            });
  }

  private <T extends @Nullable Object> CompletionStage<T> unknown(
      AdminRequest request, DestinationKind kind, String name) {
    return seen(request)
        .thenApply(
            all -> {
              List<String> names =
                  all.stream()
                      .map(one -> one.destination().spec())
                      .filter(spec -> spec.kind() == kind)
                      .map(spec -> spec.name())
                      .toList();
              throw new ProblemException(
                  Response.Status.NOT_FOUND,
                  "there is no "
                      + KindName.of(kind)
                      + " \""
                      + name
                      + "\"; "
                      + NearestNames.hint(name, names));
            });
  }
}
