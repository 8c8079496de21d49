// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.operation;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.message.MessageCapture;
import io.rewindmq.broker.message.MessagePage;
import io.rewindmq.broker.message.PageQuery;
import io.rewindmq.broker.message.StoredMessage;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.move.Place;
import io.rewindmq.shard.move.WalkVisitor;
import io.rewindmq.shard.move.WalkedMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Fills a page with what a walk comes to. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class PageCollector implements WalkVisitor {
  private static final int PAGE_BYTES_MAX = 8 << 20;

  private final PageQuery query;
  private final Filters filter;
  private final CompletableFuture<MessagePage> answer;
  private final List<StoredMessage> messages = new ArrayList<>();
  private @Nullable MessageCapture open;
  private long bytes;
  private long looked;

  PageCollector(PageQuery query, Filters filter, CompletableFuture<MessagePage> answer) {
    this.query = query;
    this.filter = filter;
    this.answer = answer;
  }

  @Override
  public boolean isFull() {
    finishOpen();
    return messages.size() >= query.limit() || bytes >= PAGE_BYTES_MAX;
  }

  @Override
  public Next message(WalkedMessage message) {
    looked++;
    if (!filter.accepts(message.elements(), message.deliveries() + 1)) {
      return Next.GO_ON;
    }
    MessageCapture capture = MessageCapture.of(message, query.bodyBytesMax());
    open = capture;
    return capture.wantsMore() ? Next.PARTS : Next.GO_ON;
  }

  @Override
  public boolean part(ByteBuffer elements) {
    return open != null && open.addPart(elements);
  }

  private void finishOpen() {
    if (open != null) {
      bytes += open.bytes();
      messages.add(open.message());
      open = null;
    }
  }

  @Override
  public void over(@Nullable Place next, @Nullable String cause) {
    finishOpen();
    if (cause != null) {
      answer.completeExceptionally(new AdminException(AdminException.Reason.UNAVAILABLE, cause));
    } else {
      answer.complete(new MessagePage(messages, PlaceText.of(next), looked));
    }
  }
}
