// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the broker's program lies.
 *
 * @param home its root
 * @param server the folder that has {@code quarkus-run.jar}
 * @param options of its JVM
 */
public record Installation(Path home, Path server, Path options) {
  private static final String SERVER_JAR = "quarkus-run.jar";
  private static final String START_CACHE = "server.aot";

  /**
   * The installation this command line belongs to, as the {@code rewind} script tells it in the
   * environment variable {@code REWIND_HOME}: an unpacked distribution, or a source tree.
   *
   * @throws IllegalStateException the variable is missing or its folder has no broker
   */
  public static Installation current() {
    String home =
        Optional.ofNullable(System.getenv("REWIND_HOME"))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "REWIND_HOME is not set; start this command with the rewind script"));
    return in(Path.of(home).toAbsolutePath());
  }

  private static Installation in(Path home) {
    Path unpacked = home.resolve("lib/server");
    if (Files.isRegularFile(unpacked.resolve(SERVER_JAR))) {
      return new Installation(home, unpacked, home.resolve("lib/jvm/server.options"));
    }
    Path built = home.resolve("target/quarkus-app");
    if (!Files.isRegularFile(built.resolve(SERVER_JAR))) {
      throw new IllegalStateException(
          "no broker at " + built.resolve(SERVER_JAR) + "; run ./rewind build");
    }
    return new Installation(home, built, home.resolve("src/main/jvm/server.options"));
  }

  /** Whether this is an unpacked distribution, which has no sources. */
  public boolean isDistribution() {
    return server.startsWith(home.resolve("lib"));
  }

  /** The command that runs the broker in the foreground with the JVM that runs this program. */
  public List<String> serverCommand() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Files.isRegularFile(options)) {
      command.add("@" + options);
    }
    Path startCache = server.resolve(START_CACHE);
    if (Files.isRegularFile(startCache)) {
      command.add("-XX:AOTCache=" + startCache);
    }
    command.add("-jar");
    command.add(server.resolve(SERVER_JAR).toString());
    return command;
  }
}
