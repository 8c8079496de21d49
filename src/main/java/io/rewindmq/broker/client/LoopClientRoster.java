// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.client;

import io.rewindmq.broker.LoopRequests;
import io.rewindmq.platform.thread.AnyThread;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Brings what is asked about connections to the shard's loop. */
@AnyThread // requests go through the loop's inbox
public final class LoopClientRoster implements ClientRoster {
  private final Clients clients;
  private final LoopRequests requests;

  public LoopClientRoster(Clients clients, LoopRequests requests) {
    this.clients = clients;
    this.requests = requests;
  }

  @Override
  public CompletionStage<List<ConnectionSummary>> connections() {
    return requests.ask(answer -> answer.complete(clients.connections()));
  }

  @Override
  public CompletionStage<Optional<ConnectionDetail>> connection(long connectionId) {
    return requests.ask(answer -> answer.complete(clients.connection(connectionId)));
  }

  @Override
  public CompletionStage<Boolean> close(long connectionId, String why, boolean mayReturn) {
    return requests.ask(answer -> answer.complete(clients.close(connectionId, why, mayReturn)));
  }

  @Override
  public CompletionStage<Boolean> closeConsumer(long connectionId, int consumer, String why) {
    return requests.ask(
        answer -> answer.complete(clients.closeConsumer(connectionId, consumer, why)));
  }
}
