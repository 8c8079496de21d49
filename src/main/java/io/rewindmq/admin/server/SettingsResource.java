// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.server;

import io.rewindmq.admin.access.Action;
import io.rewindmq.broker.permission.BrokerRight;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What the server was told by its operators; it can't be changed here. */
@Path("/api/v1/settings")
@Produces(MediaType.APPLICATION_JSON)
class SettingsResource {
  private final ServerSettings settings;

  @Inject
  SettingsResource(ServerSettings settings) {
    this.settings = settings;
  }

  @GET
  @Operation(summary = "Lists the settings in force, without secrets")
  @Action(
      value = "settings.list",
      anyOf = {BrokerRight.MONITOR, BrokerRight.OPERATE})
  public CompletionStage<List<ServerSettings.Line>> list() {
    return CompletableFuture.completedStage(settings.all());
  }
}
