// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.testkit;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How all micro-benchmarks of the client and the wire protocol are run unless the command line says
 * otherwise: one thread, a JVM of its own with a heap of fixed size, four seconds for each. The
 * mean time of one call is shown.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms512m", "-Xmx512m", "-XX:+UseSerialGC"})
public abstract class Microbenchmark {
  /** A benchmark that does not what it says measures nothing. */
  protected static void require(boolean isSo, String what) {
    if (!isSo) {
      throw new AssertionError("expected " + what);
    }
  }
}
