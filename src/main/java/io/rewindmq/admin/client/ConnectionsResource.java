// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.client;

import io.rewindmq.admin.access.Action;
import io.rewindmq.admin.access.AdminRequest;
import io.rewindmq.admin.access.CurrentRequest;
import io.rewindmq.admin.request.ProblemException;
import io.rewindmq.admin.request.QueryParameters;
import io.rewindmq.broker.client.ClientRoster;
import io.rewindmq.broker.client.ConnectionSummary;
import io.rewindmq.broker.permission.BrokerRight;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Connections of clients, as long as they are logged in. */
@Path("/api/v1/connections")
@Produces(MediaType.APPLICATION_JSON)
class ConnectionsResource {
  private static final int LIMIT = 100;
  private static final int LIMIT_MAX = 1_000;
  private static final int REASON_CHARACTERS_MAX = 200;

  private final CurrentRequest current;
  private final ClientRoster roster;
  private final ManagedExecutor workers;

  @Inject
  ConnectionsResource(CurrentRequest current, ClientRoster roster, ManagedExecutor workers) {
    this.current = current;
    this.roster = roster;
    this.workers = workers;
  }

  /**
   * Some connections, the oldest first.
   *
   * @param after what to ask for to get the next page; null = this is the last one
   */
  record Page(List<ConnectionRow> connections, @Nullable Long after) {
    Page {
      connections = List.copyOf(connections);
    }

    static Page of(List<ConnectionSummary> found, int limit) {
      List<ConnectionSummary> shown = found.subList(0, Math.min(limit, found.size()));
      return new Page(
          shown.stream().map(ConnectionRow::of).toList(),
          found.size() > limit ? shown.getLast().number() : null);
    }
  }

  @GET
  @Operation(summary = "Lists connections of clients, the oldest first")
  @Action(
      value = "connection.list",
      anyOf = {BrokerRight.MONITOR, BrokerRight.CONNECTIONS})
  public CompletionStage<Page> list(
      @RestQuery @Nullable String after,
      @RestQuery @Nullable String limit,
      @RestQuery @Nullable String user,
      @RestQuery @Nullable String clientId,
      @RestQuery @Nullable String address) {
    int atMost = (int) QueryParameters.number("limit", limit, LIMIT, LIMIT_MAX);
    long behind = QueryParameters.number("after", after, 0, Long.MAX_VALUE);
    return roster
        .connections()
        .thenApplyAsync(
            all -> {
              Stream<ConnectionSummary> wanted =
                  all.stream()
                      .filter(one -> one.number() > behind)
                      .filter(one -> user == null || user.equals(one.user()))
                      .filter(one -> clientId == null || clientId.equals(one.clientId()))
                      .filter(one -> address == null || isFrom(address, one));
              return Page.of(wanted.limit(atMost + 1L).toList(), atMost);
            },
            workers);
  }

  /** With or without the port. */
  private static boolean isFrom(String address, ConnectionSummary one) {
    return address.equals(one.peer().text()) || address.equals(one.peer().host());
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "Shows one connection with its sessions, consumers and producers")
  @Action(
      value = "connection.show",
      anyOf = {BrokerRight.MONITOR, BrokerRight.CONNECTIONS})
  public CompletionStage<ConnectionView> show(@RestPath String id) {
    return roster
        .connection(ConnectionId.inPath(id))
        .thenApplyAsync(
            found -> found.map(ConnectionView::of).orElseThrow(() -> ConnectionId.unknown(id)),
            workers);
  }

  /**
   * Ends it; its client is told why.
   *
   * @param reason for the client; null = none is given
   * @param reconnect {@code true} = the client comes back by itself; else its application is told
   */
  @DELETE
  @Path("/{id}")
  @Operation(summary = "Closes a connection; its client is told why")
  @APIResponse(responseCode = "204", description = "Done.")
  @Action(value = "connection.close", anyOf = BrokerRight.CONNECTIONS)
  public CompletionStage<Response> close(
      @RestPath String id,
      @RestQuery @Nullable String reason,
      @RestQuery @Nullable String reconnect) {
    boolean mayReturn = QueryParameters.flag("reconnect", reconnect);
    String said = QueryParameters.text("reason", reason, REASON_CHARACTERS_MAX);
    long connectionId = ConnectionId.inPath(id);
    AdminRequest _ =
        current
            .get()
            .about(
                "connection " + id, (said == null ? "" : said) + (mayReturn ? " (reconnect)" : ""));
    return roster
        .close(connectionId, sentence("connection", said), mayReturn)
        .thenApplyAsync(done -> closed(done, ConnectionId.unknown(id)), workers);
  }

  /**
   * Ends one consumer; its application is told why, and what it held goes back.
   *
   * @param reason for the client; null = none is given
   */
  @DELETE
  @Path("/{id}/consumers/{consumer}")
  @Operation(summary = "Closes one consumer; what it held goes back")
  @APIResponse(responseCode = "204", description = "Done.")
  @Action(value = "connection.close-consumer", anyOf = BrokerRight.CONNECTIONS)
  public CompletionStage<Response> closeConsumer(
      @RestPath String id, @RestPath String consumer, @RestQuery @Nullable String reason) {
    String said = QueryParameters.text("reason", reason, REASON_CHARACTERS_MAX);
    AdminRequest _ =
        current.get().about("connection " + id + " consumer " + consumer, said == null ? "" : said);
    ProblemException unknown =
        new ProblemException(
            Response.Status.NOT_FOUND,
            "connection \"" + id + "\" has no open consumer \"" + consumer + "\"");
    long connectionId = ConnectionId.inPath(id);
    return roster
        .closeConsumer(connectionId, number(consumer, unknown), sentence("consumer", said))
        .thenApplyAsync(done -> closed(done, unknown), workers);
  }

  private static int number(String consumer, ProblemException unknown) {
    try {
      return Integer.parseUnsignedInt(consumer);
    } catch (NumberFormatException notOne) {
      throw unknown;
    }
  }

  private static String sentence(String what, @Nullable String reason) {
    return "an administrator has closed the " + what + (reason == null ? "" : ": " + reason);
  }

  private static Response closed(boolean isDone, ProblemException unknown) {
    if (!isDone) {
      throw unknown;
    }
    return Response.noContent().build();
  }
}
