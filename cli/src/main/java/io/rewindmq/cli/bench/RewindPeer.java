// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import io.rewindmq.cli.broker.BrokerPorts;
import io.rewindmq.cli.broker.BrokerProcess;
import io.rewindmq.cli.broker.Installation;
import io.rewindmq.jms.RewindConnectionFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** This project's broker with its default settings: an fsync behind every confirmation. */
final class RewindPeer implements JmsPeer {
  private final BrokerProcess broker;

  RewindPeer(Path workDir) {
    this.broker =
        new BrokerProcess(
            Installation.current(), workDir.resolve("rewind"), BrokerPorts.free(), Map.of());
  }

  @Override
  public String name() {
    return "RewindMQ";
  }

  @Override
  public boolean canDo(Scenario scenario) {
    return true;
  }

  @Override
  public void start() throws InterruptedException {
    broker.start();
    broker.awaitReady(Duration.ofSeconds(60));
  }

  @Override
  public void startAgain() {
    broker.start();
  }

  @Override
  public void kill() throws InterruptedException {
    broker.kill();
  }

  @Override
  public long pid() {
    return broker.pid();
  }

  @Override
  public String factoryClass() {
    return RewindConnectionFactory.class.getName();
  }

  @Override
  public String url() {
    return broker.messagingUrl();
  }

  @Override
  public String confirmingUrl() {
    return url();
  }

  @Override
  public List<Path> clientClassPath() {
    return List.of();
  }

  @Override
  public void close() {
    broker.close();
  }
}
