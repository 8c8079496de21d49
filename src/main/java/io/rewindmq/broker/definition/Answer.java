// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.definition;

import io.rewindmq.delivery.Rejection;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.shard.Completion;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hears once how a client's request ended. */
public interface Answer<T extends @Nullable Object> {
  void given(T value);

  /**
   * Nothing was done.
   *
   * @param text for people
   */
  void refused(ErrorCode code, String text);

  /** The same for what the shard completes. */
  default Completion<T> completion() {
    return completion(this::given);
  }

  /** An intermediate step: what it is refused for is passed on, what it completes goes to next. */
  default <S extends @Nullable Object> Completion<S> completion(Consumer<? super S> next) {
    return new Completion<>() {
      @Override
      public void completed(S value) {
        next.accept(value);
      }

      @Override
      public void rejected(Rejection rejection, String detail) {
        refused(RejectionCodes.errorCode(rejection), detail);
      }
    };
  }
}
