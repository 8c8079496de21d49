// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.message.MalformedMessageException;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageView;
import io.rewindmq.shard.MessageFilter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Accepts what neither the consumer's own connection nor one of its client id has sent. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class NoLocalFilter implements MessageFilter {
  private final MessageView view = new MessageView();
  private final long connectionId;
  private final @Nullable String clientId;

  NoLocalFilter(long connectionId, @Nullable String clientId) {
    this.connectionId = connectionId;
    this.clientId = clientId;
  }

  @Override
  public boolean accepts(ByteBuffer messages, int messageAt, int messageBytes, int deliveryCount) {
    view.at(messages, messageAt, messageBytes);
    if (view.connectionId() == connectionId) {
      return false;
    }
    try {
      return clientId == null || !clientId.equals(view.headerText(MessageLayout.TAG_CLIENT_ID));
    } catch (MalformedMessageException e) {
      // Its checksum is right, so its sender made it so; it tells no client id.
      return true;
    }
  }
}
