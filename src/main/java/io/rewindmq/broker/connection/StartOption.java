// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.RewindPlaces;
import io.rewindmq.broker.definition.RefusedException;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.ReadOptions;
import io.rewindmq.protocol.SubscriptionKind;
import io.rewindmq.shard.GroupSpec;
import org.jspecify.annotations.Nullable;

/** Where a consumer wants to begin to read: the options of OPEN_CONSUMER. */
final class StartOption {
  private StartOption() {}

  /**
   * Reads the options.
   *
   * @return null = there are none
   * @throws RefusedException they can't be read, or a browser has some
   */
  static GroupSpec.@Nullable Start of(Frame.OpenConsumer frame, Services services)
      throws RefusedException {
    String text = frame.options();
    if (text == null || text.isBlank()) {
      return null;
    }
    if (frame.kind() == SubscriptionKind.BROWSER) {
      throw new RefusedException(
          ErrorCode.UNSUPPORTED,
          "a browser shows what is waiting in the queue and has no start; open a consumer to read"
              + " history");
    }
    try {
      ReadOptions options = ReadOptions.parse(text);
      return new GroupSpec.Start(
          RewindPlaces.target(options.start(), services.ports().clock().millis()),
          options.resume(),
          services.definitions().operations().next());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(ErrorCode.OPTION_UNKNOWN, String.valueOf(e.getMessage()));
    }
  }
}
