// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.operation;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.message.MessageCapture;
import io.rewindmq.broker.message.MessageSearch;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.message.MessageIds;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageView;
import io.rewindmq.shard.move.Place;
import io.rewindmq.shard.move.WalkVisitor;
import io.rewindmq.shard.move.WalkedMessage;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks for one message. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class MessageFinder implements WalkVisitor {
  private final Predicate<WalkedMessage> wanted;
  private final int bodyBytesMax;
  private final CompletableFuture<MessageSearch> answer;
  private @Nullable MessageCapture found;
  private long looked;

  private MessageFinder(
      Predicate<WalkedMessage> wanted, int bodyBytesMax, CompletableFuture<MessageSearch> answer) {
    this.wanted = wanted;
    this.bodyBytesMax = bodyBytesMax;
    this.answer = answer;
  }

  static MessageFinder atOffset(
      long offset, int bodyBytesMax, CompletableFuture<MessageSearch> answer) {
    return new MessageFinder(message -> message.offset() == offset, bodyBytesMax, answer);
  }

  /**
   * By the JMSMessageID.
   *
   * @throws AdminException it is none
   */
  static MessageFinder byId(
      String messageId, int bodyBytesMax, CompletableFuture<MessageSearch> answer) {
    MessageIds.Origin origin =
        MessageIds.parse(messageId)
            .orElseThrow(
                () ->
                    new AdminException(
                        AdminException.Reason.INVALID,
                        "expected a message id of this broker, as"
                            + " ID:rw-0123456789abcdef-1-42, or PARTITION:OFFSET; got \""
                            + messageId
                            + "\""));
    MessageView view = new MessageView();
    return new MessageFinder(
        message -> {
          view.at(
              message.elements(),
              message.elements().position() + MessageLayout.ELEMENT_HEADER_BYTES);
          return view.sequence() == origin.sequence()
              && view.connectionId() == origin.connectionId()
              && view.producerNumber() == origin.producerNumber();
        },
        bodyBytesMax,
        answer);
  }

  @Override
  public boolean isFull() {
    return found != null;
  }

  @Override
  public Next message(WalkedMessage message) {
    looked++;
    if (!wanted.test(message)) {
      return Next.GO_ON;
    }
    MessageCapture capture = MessageCapture.of(message, bodyBytesMax);
    found = capture;
    return capture.wantsMore() ? Next.PARTS : Next.GO_ON;
  }

  @Override
  public boolean part(ByteBuffer elements) {
    return found != null && found.addPart(elements);
  }

  @Override
  public void over(@Nullable Place next, @Nullable String cause) {
    if (cause != null) {
      answer.completeExceptionally(new AdminException(AdminException.Reason.UNAVAILABLE, cause));
    } else {
      answer.complete(
          new MessageSearch(found == null ? null : found.message(), looked, next == null));
    }
  }
}
