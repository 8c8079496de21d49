// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The process of a broker that is not ours. */
final class PeerProcess implements AutoCloseable {
  private static final long START_SECONDS = 60;
  private static final long STOP_SECONDS = 20;

  private final String name;
  private final int port;
  private final Path log;
  private @Nullable Process process;

  /**
   * @param port where it listens once it serves
   * @param log takes what it prints
   */
  PeerProcess(String name, int port, Path log) {
    this.name = name;
    this.port = port;
    this.log = log;
  }

  /** A program that runs on the Java of this one. */
  static ProcessBuilder program(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("JDK_JAVA_OPTIONS");
    return builder;
  }

  void start(List<String> command) {
    try {
      process = program(command).redirectOutput(log.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  void awaitPort() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try (Socket reached = new Socket(InetAddress.getLoopbackAddress(), port)) {
        Objects.requireNonNull(reached);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end || !running().isAlive()) {
          throw new UncheckedIOException(name + " does not listen; see " + log, e);
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  /** Ends it by SIGKILL. */
  void kill() throws InterruptedException {
    running().destroyForcibly().waitFor();
  }

  long pid() {
    return running().pid();
  }

  private Process running() {
    return Objects.requireNonNull(process, name + " was not started");
  }

  @Override
  public void close() {
    Process current = process;
    if (current == null) {
      return;
    }
    current.descendants().forEach(ProcessHandle::destroy);
    current.destroy();
    try {
      if (!current.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        current.destroyForcibly();
      }
    } catch (InterruptedException e) {
      current.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
