// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.platform.thread.AnyThread;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Finds out whether a bearer token is good. */
@AnyThread // implementations say by what
@FunctionalInterface
public interface TokenCheck {
  /** What users who came with a token are called begins so, as no other user's name does. */
  String NAME_PREFIX = "jwt:";

  /** Never waits; the stage never fails. It completes on any thread: hand over and return. */
  CompletionStage<Result> check(String token);

  /** What came out. */
  sealed interface Result {
    /**
     * The token is good.
     *
     * @param user as the token has it, without {@link #NAME_PREFIX}
     * @param roles names of roles, whether there are such or not
     * @param endsMillis when it runs out; since 1970
     */
    record Good(String user, Set<String> roles, long endsMillis) implements Result {
      public Good {
        roles = Set.copyOf(roles);
      }
    }

    /**
     * It is not.
     *
     * @param why for the log; nothing of the token is in it
     */
    record Bad(String why) implements Result {}

    /** Nobody can tell at the moment. */
    record Unknown(String why) implements Result {}
  }
}
