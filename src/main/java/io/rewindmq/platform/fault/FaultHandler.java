// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.fault;

import io.rewindmq.platform.thread.AnyThread;

/** Hears of everything that reached the top of a loop. */
@AnyThread // implementations log or hand over
@FunctionalInterface
public interface FaultHandler {
  void handle(Throwable fault);
}
