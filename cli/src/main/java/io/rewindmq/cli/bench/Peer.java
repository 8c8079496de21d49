// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import java.nio.file.Path;
import java.util.List;

/** A broker to measure: its process, and the program that is its client. */
interface Peer extends AutoCloseable {
  String name();

  /**
   * Starts the broker, on a fresh data folder at first, on the same one after {@link #kill}, and
   * waits until it serves.
   */
  void start() throws InterruptedException;

  /** The same without waiting. Only after {@link #kill}. */
  void startAgain() throws InterruptedException;

  /** Ends the process by SIGKILL and waits for its end. */
  void kill() throws InterruptedException;

  long pid();

  /** Whether it makes sense to measure it. */
  boolean canDo(Scenario scenario);

  /** The load generator's main class. */
  String loadClass();

  /** What that wants to know. */
  List<String> loadArguments();

  /** The provider's client jars. */
  List<Path> clientClassPath();

  @Override
  void close();
}
