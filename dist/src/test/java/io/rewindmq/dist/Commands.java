// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs with an environment that holds nothing but what is given. */
public final class Commands {
  private static final int SECONDS = 240;

  private Commands() {}

  /** How a program ended, and what it printed. */
  public record Ended(int status, String output) {}

  /** The JDK that runs the tests. */
  public static Path javaHome() {
    return Path.of(System.getProperty("java.home"));
  }

  /** What a bare shell has, and a JVM to be found. */
  public static Map<String, String> bareEnvironment() {
    return Map.of("PATH", "/usr/bin:/bin", "REWIND_JAVA_HOME", javaHome().toString());
  }

  /** Runs a program to its end. */
  public static Ended run(Path folder, Map<String, String> environment, List<String> command) {
    try {
      Path output = Files.createTempFile("output", ".txt");
      try {
        Process process = start(folder, environment, command, output);
        boolean isEnded = process.waitFor(SECONDS, TimeUnit.SECONDS);
        if (!isEnded) {
          process.destroyForcibly().waitFor();
        }
        String text = Files.readString(output);
        return new Ended(isEnded ? process.exitValue() : -1, text);
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts a program in the background. */
  public static Process start(
      Path folder, Map<String, String> environment, List<String> command, Path output)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(output.toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }
}
