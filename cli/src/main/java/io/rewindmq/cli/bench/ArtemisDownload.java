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
 * Artemis from Maven Central, fetched once into {@code target/bench}.
 *
 * @param home the unpacked distribution
 * @param clientJars the Jakarta Messaging client and what it needs
 */
record ArtemisDownload(Path home, List<Path> clientJars) {
  private static final String VERSION = "2.56.0";
  private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:";
  private static final String CLIENT_POM = "cli/src/bench/artemis/pom.xml";

  static ArtemisDownload into(Installation installation) throws IOException, InterruptedException {
    Path folder = installation.home().resolve("target/bench");
    Path home = folder.resolve("apache-artemis-" + VERSION);
    Path client = folder.resolve("artemis-client-" + VERSION);
    Files.createDirectories(folder);
    if (!Files.isDirectory(client)) {
      maven(installation, PLUGIN + "copy-dependencies", "-DoutputDirectory=" + client);
    }
    if (!Files.isDirectory(home)) {
      String artifact = "org.apache.artemis:apache-artemis:" + VERSION + ":tar.gz:bin";
      maven(installation, PLUGIN + "copy", "-Dartifact=" + artifact, "-DoutputDirectory=" + folder);
      Path archive = folder.resolve("apache-artemis-" + VERSION + "-bin.tar.gz");
      run(folder, List.of("tar", "xzf", archive.toString(), "-C", folder.toString()));
    }
    try (Stream<Path> jars = Files.list(client)) {
      return new ArtemisDownload(home, jars.sorted().toList());
    }
  }

  private static void maven(Installation installation, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(installation.home().resolve("mvnw").toString());
    command.add("--batch-mode");
    command.add("--quiet");
    command.add("--file");
    command.add(installation.home().resolve(CLIENT_POM).toString());
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
