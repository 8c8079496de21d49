// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What another process uses. */
final class ProcessUsage {
  private static final String RESIDENT = "VmRSS:";
  private static final double KIB_A_MIB = 1024;

  private ProcessUsage() {}

  /** User and system time so far; zero where the system does not tell. */
  static Duration processorTime(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  /** Resident memory in MiB; 0 where the system does not tell. */
  static double residentMib(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIB_A_MIB)
          .findFirst()
          .orElse(0);
    } catch (IOException notLinux) {
      return 0;
    }
  }
}
