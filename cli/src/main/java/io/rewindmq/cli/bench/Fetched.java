// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import io.rewindmq.cli.broker.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is fetched from Maven Central once, into {@code target/bench}.
 *
 * @param installation knows where Maven is
 * @param pom names what is fetched
 */
record Fetched(Installation installation, String pom) {
  private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:";

  /**
   * Checks that something can be fetched.
   *
   * @throws IllegalStateException the installation has no Maven
   */
  Fetched {
    if (installation.isDistribution()) {
      throw new IllegalStateException(
          "other brokers are fetched by Maven, which only the source tree has; measure RewindMQ"
              + " alone with --peers=none");
    }
  }

  Path folder() throws IOException {
    return Files.createDirectories(installation.home().resolve("target/bench"));
  }

  /** The dependencies that the pom names, in a folder of their own. */
  List<Path> jars(String name) throws IOException, InterruptedException {
    Path jars = folder().resolve(name);
    if (!Files.isDirectory(jars)) {
      maven(PLUGIN + "copy-dependencies", "-DoutputDirectory=" + jars);
    }
    try (Stream<Path> found = Files.list(jars)) {
      return found.sorted().toList();
    }
  }

  /** Unpacks an archive. */
  void unpack(String artifact, String fileName) throws IOException, InterruptedException {
    maven(PLUGIN + "copy", "-Dartifact=" + artifact, "-DoutputDirectory=" + folder());
    Path archive = folder().resolve(fileName);
    run(folder(), List.of("tar", "xzf", archive.toString(), "-C", folder().toString()));
  }

  private void maven(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(installation.home().resolve("mvnw").toString());
    command.add("--batch-mode");
    command.add("--quiet");
    command.add("--file");
    command.add(installation.home().resolve(pom).toString());
    command.addAll(List.of(words));
    run(installation.home(), command);
  }

  private static void run(Path directory, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).inheritIO();
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    int exitCode = builder.start().waitFor();
    if (exitCode != 0) {
      throw new IOException(String.join(" ", command) + " ended with exit code " + exitCode);
    }
  }
}
