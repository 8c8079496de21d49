// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.rewindmq.broker.catalog.CatalogState;
import io.rewindmq.platform.thread.Fill;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A database of which only is known whether it is up. */
final class KnownState implements CatalogState {
  private volatile @Nullable String outage;

  void isDown(String why) {
    outage = why;
  }

  @Override
  public Optional<String> outage() {
    return Optional.ofNullable(outage);
  }

  @Override
  public CompletionStage<@Nullable Void> look() {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public Fill requests() {
    return new Fill(0, 1);
  }
}
