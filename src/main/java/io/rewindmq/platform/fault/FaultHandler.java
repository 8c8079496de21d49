// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.fault;

/** Hears of everything that reached the top of a loop. */
@FunctionalInterface
public interface FaultHandler {
  void handle(Throwable fault);
}
