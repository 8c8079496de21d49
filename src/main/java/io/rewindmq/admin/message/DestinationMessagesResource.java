// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.message;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rewindmq.admin.KindName;
import io.rewindmq.admin.RewindPlace;
import io.rewindmq.admin.access.Action;
import io.rewindmq.admin.access.AdminRequest;
import io.rewindmq.admin.access.CurrentRequest;
import io.rewindmq.admin.request.JsonFields;
import io.rewindmq.admin.request.ProblemException;
import io.rewindmq.admin.request.QueryParameters;
import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.message.HistoryPlace;
import io.rewindmq.broker.message.MessageSearch;
import io.rewindmq.broker.permission.Verb;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.shard.RewindTarget;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What a queue or topic keeps, settled or not; and sending to it. */
@Path("/api/v1/destinations/{kind}/{name}/messages")
@Produces(MediaType.APPLICATION_JSON)
class DestinationMessagesResource {
  private static final Pattern PLACE = Pattern.compile("([0-9]{1,6}):([0-9]{1,18})");
  private static final int BODY_BYTES = 1 << 20;
  private static final int BODY_BYTES_MAX = 16 << 20;
  private static final int PARTITIONS_MAX = 1024;

  private final CurrentRequest current;
  private final AdminGateway gateway;
  private final ManagedExecutor workers;
  private final ObjectMapper json;
  private final Clock clock;

  @Inject
  DestinationMessagesResource(
      CurrentRequest current,
      AdminGateway gateway,
      ManagedExecutor workers,
      ObjectMapper json,
      Clock clock) {
    this.clock = clock;
    this.current = current;
    this.gateway = gateway;
    this.workers = workers;
    this.json = json;
  }

  /** Answer to a send. */
  record Receipt(String messageId) {}

  /**
   * What it keeps, in offset order.
   *
   * @param partition only this one
   * @param from where to begin: {@code earliest}, an offset, an instant or a duration back
   */
  @GET
  @Operation(summary = "Shows what a queue or topic keeps, settled or not, in offset order")
  @Action(value = "message.history", needs = "the verbs browse and replay on it")
  public CompletionStage<PageRow> history(
      @RestPath String kind,
      @RestPath String name,
      @RestQuery @Nullable String partition,
      @RestQuery @Nullable String from,
      @BeanParam PageParameters page) {
    DestinationKind of = mayRead(kind, name);
    HistoryPlace place = place(partition, from, HistoryPlace.OLDEST);
    return gateway
        .messages()
        .history(of, name, place, page.query())
        .thenApplyAsync(PageRow::of, workers);
  }

  /**
   * One message.
   *
   * @param id {@code PARTITION:OFFSET}, or its JMSMessageID; this is looked for among the newest,
   *     or where the other parameters say, as for {@link #history}
   */
  @GET
  @Path("/{id}")
  @Operation(summary = "Shows one message that a queue or topic keeps")
  @Action(value = "message.show", needs = "the verbs browse and replay on it")
  public CompletionStage<MessageRow> show(
      @RestPath String kind,
      @RestPath String name,
      @RestPath String id,
      @RestQuery @Nullable String partition,
      @RestQuery @Nullable String from,
      @RestQuery @Nullable String bodyBytes) {
    DestinationKind of = mayRead(kind, name);
    int bytes = (int) QueryParameters.number("bodyBytes", bodyBytes, BODY_BYTES, 0, BODY_BYTES_MAX);
    Matcher parts = PLACE.matcher(id);
    if (parts.matches()) {
      return gateway
          .messages()
          .message(
              of, name, Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)), bytes)
          .thenApplyAsync(
              found ->
                  MessageRow.of(
                      found.orElseThrow(
                          () ->
                              notThere(
                                  name + " keeps no message at " + id + " (PARTITION:OFFSET)"))),
              workers);
    }
    HistoryPlace place = place(partition, from, HistoryPlace.NEWEST);
    return gateway
        .messages()
        .search(of, name, id, place, bytes)
        .thenApplyAsync(search -> found(search, id), workers);
  }

  /** Body: the message; see {@link MessageFields}. Answered once it is durable. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Sends a message")
  @APIResponse(
      responseCode = "201",
      description = "It is durable.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Receipt.class)))
  @APIResponse(responseCode = "409", description = "The queue or topic is full.")
  @Action(value = "message.send", needs = "the verb send on it")
  public CompletionStage<Response> send(@RestPath String kind, @RestPath String name, String body) {
    DestinationKind of = KindName.inPath(kind);
    JsonFields fields = JsonFields.parse(json, body, MessageFields.NAMES);
    String reason = fields.text("reason");
    AdminRequest request =
        current.get().about(kind + " " + name, Objects.requireNonNullElse(reason, ""));
    request.require(Verb.SEND, of, name);
    return gateway
        .messages()
        .send(of, name, MessageFields.message(fields))
        .thenApplyAsync(
            sent ->
                Response.status(Response.Status.CREATED)
                    .entity(new Receipt(sent.messageId()))
                    .build(),
            workers);
  }

  private DestinationKind mayRead(String kind, String name) {
    DestinationKind of = KindName.inPath(kind);
    AdminRequest request = current.get();
    request.require(Verb.BROWSE, of, name);
    request.require(Verb.REPLAY, of, name);
    return of;
  }

  private static MessageRow found(MessageSearch search, String id) {
    return MessageRow.of(
        search
            .message()
            .orElseThrow(
                () ->
                    notThere(
                        "there is no message "
                            + id
                            + " among the "
                            + search.looked()
                            + " that were looked at; with ?from= or ?partition= the search begins"
                            + " elsewhere")));
  }

  private static ProblemException notThere(String detail) {
    return new ProblemException(Response.Status.NOT_FOUND, detail);
  }

  private HistoryPlace place(
      @Nullable String partition, @Nullable String from, HistoryPlace byDefault) {
    int only = (int) QueryParameters.number("partition", partition, -1, 0, PARTITIONS_MAX);
    if (from == null) {
      return new HistoryPlace(only, byDefault.offset(), -1);
    }
    return switch (RewindPlace.parse(from, clock.millis())) {
      case RewindTarget.Earliest to -> new HistoryPlace(only, 0, -1);
      case RewindTarget.Latest to ->
          throw JsonFields.invalid(
              "from: expected earliest, an offset, an instant or a duration back, got latest,"
                  + " where nothing is yet");
      case RewindTarget.ToOffset to -> new HistoryPlace(only, to.offset(), -1);
      case RewindTarget.ToInstant to -> new HistoryPlace(only, -1, Math.max(0, to.millis()));
    };
  }
}
