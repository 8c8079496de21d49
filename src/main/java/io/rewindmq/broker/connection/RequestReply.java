// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.definition.Answer;
import io.rewindmq.protocol.ErrorCode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answer to one request.
 *
 * @param writeAnswer writes the frame for what is given
 */
record RequestReply<T extends @Nullable Object>(
    FrameWriter writer, int channel, int requestId, Consumer<? super T> writeAnswer)
    implements Answer<T> {
  @Override
  public void given(T value) {
    writeAnswer.accept(value);
  }

  @Override
  public void refused(ErrorCode code, String text) {
    writer.error(channel, requestId, code, text);
  }
}
