// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import java.nio.file.Path;
import java.util.List;

/** A broker to measure: its process, and how a JMS program connects to it. */
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

  /** Class of the connection factory, with a constructor that takes {@link #url}. */
  String factoryClass();

  /** With the provider's defaults. */
  String url();

  /** Where a CompletionListener hears of the broker's confirmation and nothing less. */
  String confirmingUrl();

  /** The provider's client jars. */
  List<Path> clientClassPath();

  @Override
  void close();
}
