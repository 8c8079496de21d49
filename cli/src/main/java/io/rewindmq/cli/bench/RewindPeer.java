// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import io.rewindmq.cli.broker.BrokerPorts;
import io.rewindmq.cli.broker.BrokerProcess;
import io.rewindmq.cli.broker.Installation;
import io.rewindmq.cli.tls.ScratchCertificate;
import io.rewindmq.jms.RewindConnectionFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** This project's broker with its default settings: an fsync behind every confirmation. */
final class RewindPeer implements JmsPeer {
  private final String name;
  private final BrokerProcess broker;
  private final @Nullable TraceSink sink;

  private RewindPeer(String name, BrokerProcess broker) {
    this(name, broker, null);
  }

  private RewindPeer(String name, BrokerProcess broker, @Nullable TraceSink sink) {
    this.sink = sink;
    this.name = name;
    this.broker = broker;
  }

  static RewindPeer plain(Path workDir) {
    return new RewindPeer(
        "RewindMQ",
        new BrokerProcess(
            Installation.current(), workDir.resolve("rewind"), BrokerPorts.free(), Map.of()));
  }

  /** The same with TLS. */
  static RewindPeer encrypted(Path workDir) throws IOException, InterruptedException {
    ScratchCertificate certificate = ScratchCertificate.in(workDir.resolve("certificate"));
    return new RewindPeer(
        "RewindMQ with TLS",
        new BrokerProcess(
            Installation.current(),
            workDir.resolve("rewind-tls"),
            BrokerPorts.free(),
            certificate.settings(),
            certificate.certificate()));
  }

  /** The same with tracing on; spans go to this process. */
  static RewindPeer traced(Path workDir) throws IOException {
    TraceSink sink = new TraceSink();
    return new RewindPeer(
        "RewindMQ with tracing",
        new BrokerProcess(
            Installation.current(),
            workDir.resolve("rewind-traced"),
            BrokerPorts.free(),
            sink.settings()),
        sink);
  }

  @Override
  public String name() {
    return name;
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
    if (sink != null) {
      sink.close();
    }
  }
}
