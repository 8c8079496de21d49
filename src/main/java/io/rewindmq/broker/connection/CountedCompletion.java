// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.MessageTracing;
import io.rewindmq.broker.definition.Answer;
import io.rewindmq.broker.definition.RejectionCodes;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.shard.Completion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers once when all parts of a request are done; refuses with the first refusal. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class CountedCompletion implements Completion<@Nullable Void> {
  private final Answer<@Nullable Void> answer;

  /** One more than the parts not done, until {@link #sealed}. */
  private int missing = 1;

  private @Nullable Rejection rejection;
  private String detail = "";

  CountedCompletion(Answer<@Nullable Void> answer) {
    this.answer = answer;
  }

  void expectOne() {
    missing++;
  }

  /** No more parts are to come. */
  void sealed() {
    done();
  }

  /** One part that is traced. */
  Completion<@Nullable Void> ending(List<MessageTracing.OpenSpan> spans) {
    return new Completion<>() {
      @Override
      public void completed(@Nullable Void value) {
        spans.forEach(span -> span.end(""));
        CountedCompletion.this.completed(null);
      }

      @Override
      public void rejected(Rejection why, String text) {
        spans.forEach(span -> span.end(text));
        CountedCompletion.this.rejected(why, text);
      }
    };
  }

  @Override
  public void completed(@Nullable Void value) {
    done();
  }

  @Override
  public void rejected(Rejection why, String text) {
    if (rejection == null) {
      rejection = why;
      detail = text;
    }
    done();
  }

  private void done() {
    missing--;
    if (missing > 0) {
      return;
    }
    if (rejection == null) {
      answer.given(null);
    } else {
      ErrorCode code = RejectionCodes.errorCode(rejection);
      answer.refused(code, detail);
    }
  }
}
