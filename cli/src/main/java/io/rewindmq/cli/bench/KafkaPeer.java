// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import io.rewindmq.cli.bench.load.kafka.KafkaLoadClient;
import io.rewindmq.cli.broker.BrokerPorts;
import io.rewindmq.cli.broker.Installation;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Apache Kafka, one process that is broker and controller, with its defaults: messages are
 * confirmed when they are in the memory of the operating system, not when they are on the disk.
 */
final class KafkaPeer implements Peer {
  private static final String VERSION = "4.4.0";
  private static final String POM = "cli/src/bench/kafka/pom.xml";
  private static final String CLUSTER = "cmV3aW5kbXEtYmVuY2gwMA";

  private final List<Path> jars;
  private final Path folder;
  private final BrokerPorts ports = BrokerPorts.free();
  private final PeerProcess process;

  /** Of a Kafka that is fetched if it is not there. */
  KafkaPeer(Installation installation, Path workDir) throws IOException, InterruptedException {
    this.jars = new Fetched(installation, POM).jars("kafka-" + VERSION);
    this.folder = workDir.resolve("kafka");
    this.process = new PeerProcess(name(), ports.messaging(), workDir.resolve("kafka.log"));
  }

  @Override
  public String name() {
    return "Kafka";
  }

  @Override
  public boolean canDo(Scenario scenario) {
    return scenario != Scenario.SELECTOR && scenario != Scenario.TRACED;
  }

  @Override
  public void start() throws InterruptedException {
    try {
      Files.createDirectories(folder);
      Files.writeString(settings(), properties());
      Process format =
          PeerProcess.program(
                  java(
                      "kafka.tools.StorageTool",
                      "format",
                      "-t",
                      CLUSTER,
                      "-c",
                      settings().toString()))
              .redirectOutput(folder.resolve("format.log").toFile())
              .start();
      if (format.waitFor() != 0) {
        throw new IOException(
            "Kafka can't format its folder: " + Files.readString(folder.resolve("format.log")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot set up Kafka in " + folder, e);
    }
    startAgain();
    process.awaitPort();
  }

  private Path settings() {
    return folder.resolve("server.properties");
  }

  private String properties() {
    int client = ports.messaging();
    int controller = ports.http();
    return String.join(
        "\n",
        "process.roles=broker,controller",
        "node.id=1",
        "controller.quorum.voters=1@127.0.0.1:" + controller,
        "controller.listener.names=CONTROLLER",
        "listeners=PLAINTEXT://127.0.0.1:" + client + ",CONTROLLER://127.0.0.1:" + controller,
        "advertised.listeners=PLAINTEXT://127.0.0.1:" + client,
        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "log.dirs=" + folder.resolve("data"),
        "offsets.topic.replication.factor=1",
        "transaction.state.log.replication.factor=1",
        "transaction.state.log.min.isr=1",
        "group.initial.rebalance.delay.ms=0",
        "");
  }

  private List<String> java(String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms1g", "-Xmx1g", "-cp"));
    command.add(jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(mainClass);
    command.addAll(List.of(arguments));
    return command;
  }

  @Override
  public void startAgain() {
    process.start(java("kafka.Kafka", settings().toString()));
  }

  @Override
  public void kill() throws InterruptedException {
    process.kill();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public String loadClass() {
    return KafkaLoadClient.class.getName();
  }

  @Override
  public List<String> loadArguments() {
    return List.of("127.0.0.1:" + ports.messaging());
  }

  @Override
  public List<Path> clientClassPath() {
    return jars;
  }

  @Override
  public void close() {
    process.close();
  }
}
