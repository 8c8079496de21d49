// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.DestinationSummary;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.resteasy.reactive.RestPath;

/** Queues and topics. */
@Path("/api/v1/destinations")
@Produces(MediaType.APPLICATION_JSON)
class DestinationsResource {
  private final AdminGateway gateway;
  private final ManagedExecutor workers;

  @Inject
  DestinationsResource(AdminGateway gateway, ManagedExecutor workers) {
    this.gateway = gateway;
    this.workers = workers;
  }

  @GET
  public CompletionStage<List<DestinationRow>> list() {
    return gateway
        .destinations()
        .thenApplyAsync(all -> all.stream().map(DestinationRow::of).toList(), workers);
  }

  /** Those of that name: a queue and a topic may have the same. */
  @GET
  @Path("/{name}")
  public CompletionStage<List<DestinationRow>> show(@RestPath String name) {
    return gateway.destinations().thenApplyAsync(all -> named(name, all), workers);
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
}
