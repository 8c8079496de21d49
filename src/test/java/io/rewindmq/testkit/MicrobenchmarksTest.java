// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Micro-benchmarks are measured elsewhere; here they only show that they still run. */
class MicrobenchmarksTest {
  private static final Path SOURCES = Path.of("src/test/java");

  @Test
  void eachRunsWithEachOfItsParameters() throws RunnerException, IOException {
    Set<String> ran = new HashSet<>();
    // without forks, in this JVM; each is called for a millisecond
    var options =
        new OptionsBuilder()
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(1))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .jvmArgs()
            .build();
    for (RunResult result : new Runner(options).run()) {
      String benchmark = result.getParams().getBenchmark();
      ran.add(benchmark.substring(0, benchmark.lastIndexOf('.')));
      assertThat(result.getPrimaryResult().getScore()).as(benchmark).isPositive();
    }
    assertThat(ran).isEqualTo(benchmarkSources());
  }

  /** So that what is measured is the code as the server runs it. */
  @Test
  void theCompilerOptionsAreTheServers() throws IOException {
    String server = Files.readString(Path.of("src/main/jvm/server.options"));
    Fork fork = Objects.requireNonNull(Microbenchmark.class.getAnnotation(Fork.class));
    assertThat(Arrays.stream(fork.jvmArgs()).filter(option -> option.startsWith("-XX:")))
        .isNotEmpty()
        .allSatisfy(option -> assertThat(server.lines()).contains(option));
  }

  private static Set<String> benchmarkSources() throws IOException {
    try (var files = Files.walk(SOURCES)) {
      return files
          .map(file -> SOURCES.relativize(file).toString())
          .filter(name -> name.endsWith("Benchmark.java"))
          .map(name -> name.substring(0, name.length() - ".java".length()).replace('/', '.'))
          .filter(name -> !name.endsWith(".Microbenchmark"))
          .collect(Collectors.toSet());
    }
  }
}
