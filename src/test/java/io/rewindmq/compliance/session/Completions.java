// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import jakarta.jms.CompletionListener;
import jakarta.jms.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Collects the outcomes of asynchronous sends: the text, or "failed: " and the exception. */
final class Completions implements CompletionListener {
  private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();

  BlockingQueue<String> outcomes() {
    return outcomes;
  }

  @Override
  public void onCompletion(Message message) {
    outcomes.add(SessionSuite.text(message));
  }

  @Override
  public void onException(Message message, Exception exception) {
    outcomes.add("failed: " + exception);
  }

  /** Takes a step when the send is done; its outcome is "done" or what the step threw. */
  static CompletionListener onDone(Task.Step step, BlockingQueue<String> outcomes) {
    return new CompletionListener() {
      @Override
      public void onCompletion(Message message) {
        outcomes.add(Task.outcome(step));
      }

      @Override
      public void onException(Message message, Exception exception) {
        outcomes.add("failed: " + exception);
      }
    };
  }
}
