// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import java.time.Duration;

/** Processor time that another process has used so far. */
final class ProcessorTime {
  private ProcessorTime() {}

  /** User and system time together; zero where the system does not tell. */
  static Duration of(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }
}
