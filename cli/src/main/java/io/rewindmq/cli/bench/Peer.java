// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import java.nio.file.Path;
import java.util.List;

/** A broker to measure: its process, and how a JMS program connects to it. */
interface Peer extends AutoCloseable {
  String name();

  /** Starts the broker on a fresh data folder and waits until it serves. */
  void start() throws InterruptedException;

  long pid();

  /** Class of the connection factory, with a constructor that takes {@link #url}. */
  String factoryClass();

  String url();

  /** The provider's client jars. */
  List<Path> clientClassPath();

  @Override
  void close();
}
