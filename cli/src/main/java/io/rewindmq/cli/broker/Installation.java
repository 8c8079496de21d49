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
 * @param home the folder that has {@code target/quarkus-app}
 */
public record Installation(Path home) {
  private static final String SERVER_JAR = "target/quarkus-app/quarkus-run.jar";
  private static final String START_CACHE = "target/quarkus-app/server.aot";
  private static final String JVM_OPTIONS = "src/main/jvm/server.options";

  /**
   * The installation this command line belongs to, as the {@code rewind} script tells it in the
   * environment variable {@code REWIND_HOME}.
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
    Installation installation = new Installation(Path.of(home).toAbsolutePath());
    if (!Files.isRegularFile(installation.home().resolve(SERVER_JAR))) {
      throw new IllegalStateException(
          "no broker at " + installation.home().resolve(SERVER_JAR) + "; run ./rewind build");
    }
    return installation;
  }

  /** The command that runs the broker in the foreground with the JVM that runs this program. */
  public List<String> serverCommand() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Path options = home.resolve(JVM_OPTIONS);
    if (Files.isRegularFile(options)) {
      command.add("@" + options);
    }
    Path startCache = home.resolve(START_CACHE);
    if (Files.isRegularFile(startCache)) {
      command.add("-XX:AOTCache=" + startCache);
    }
    command.add("-jar");
    command.add(home.resolve(SERVER_JAR).toString());
    return command;
  }
}
