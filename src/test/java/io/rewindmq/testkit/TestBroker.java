// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import io.rewindmq.app.AssemblyOptions;
import io.rewindmq.app.BrokerAssembly;
import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.BrokerOptions;
import io.rewindmq.broker.SelectorCompiler;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.net.ListenerOptions;
import io.rewindmq.net.tls.TlsFileException;
import io.rewindmq.net.tls.TlsFiles;
import io.rewindmq.net.tls.TlsOptions;
import io.rewindmq.platform.clock.SystemClock;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.shard.RewindTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A real broker in this process, on a folder and a free port of loopback. */
public final class TestBroker implements AutoCloseable {
  private static final int SECONDS = 30;

  private final Path dataDir;
  private final Authenticator authenticator;
  private final int blockMillisMax;
  private final UnaryOperator<Disk> device;
  private final @Nullable TlsOptions tls;
  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private CutDisk disk;
  private BrokerAssembly broker;
  private int port;

  private TestBroker(
      Path dataDir,
      Authenticator authenticator,
      int blockMillisMax,
      UnaryOperator<Disk> device,
      @Nullable TlsOptions tls) {
    this.device = device;
    this.tls = tls;
    this.dataDir = dataDir;
    this.blockMillisMax = blockMillisMax;
    this.authenticator = authenticator;
    this.disk = new CutDisk(device.apply(new RealDisk(dataDir)));
    this.broker = open(disk, 0);
  }

  /** Starts a broker that lets everybody in. */
  public static TestBroker start(Path dataDir) {
    return start(dataDir, Authenticator.loopbackOnly());
  }

  /** Starts a broker. */
  public static TestBroker start(Path dataDir, Authenticator authenticator) {
    return start(
        new TestBroker(
            dataDir,
            authenticator,
            AssemblyOptions.defaults().broker().blockMillisMax(),
            UnaryOperator.identity(),
            null));
  }

  /** Starts a broker whose clients speak TLS. */
  public static TestBroker startTls(Path dataDir, TlsOptions tls, Authenticator authenticator) {
    return start(
        new TestBroker(
            dataDir,
            authenticator,
            AssemblyOptions.defaults().broker().blockMillisMax(),
            UnaryOperator.identity(),
            tls));
  }

  /** Starts a broker that lets everybody in, on a disk that it finds at the folder. */
  public static TestBroker startOn(Path dataDir, UnaryOperator<Disk> device) {
    return start(
        new TestBroker(
            dataDir,
            Authenticator.loopbackOnly(),
            AssemblyOptions.defaults().broker().blockMillisMax(),
            device,
            null));
  }

  /** Starts a broker where sends wait so long for room. */
  public static TestBroker startBlocking(Path dataDir, int blockMillisMax) {
    return start(
        new TestBroker(
            dataDir, Authenticator.loopbackOnly(), blockMillisMax, UnaryOperator.identity(), null));
  }

  private static TestBroker start(TestBroker started) {
    started.broker.start();
    started.port = started.broker.port();
    return started;
  }

  private BrokerAssembly open(CutDisk on, int listenPort) {
    AssemblyOptions defaults = AssemblyOptions.defaults();
    ListenerOptions listener = defaults.listener();
    return new BrokerAssembly(
        new AssemblyOptions(
            broker(defaults.broker()),
            new ListenerOptions(
                "127.0.0.1",
                listenPort,
                listener.ioThreads(),
                listener.connectionsMax(),
                listener.loginMillis(),
                listener.inboundBytesMax(),
                listener.outboundBytesMax(),
                listener.stallMillis()),
            defaults.shard(),
            new JournalOptions(16 << 20, 8 << 20, 1 << 20, 1 << 20, 1),
            defaults.inboxTasksMax()),
        on,
        new SystemClock(),
        catalog,
        authenticator,
        SelectorCompiler.standard(),
        tlsFiles());
  }

  private @Nullable TlsFiles tlsFiles() {
    try {
      return tls == null ? null : TlsFiles.load(tls, new SystemClock());
    } catch (TlsFileException e) {
      throw new AssertionError(e);
    }
  }

  private BrokerOptions broker(BrokerOptions o) {
    return new BrokerOptions(
        o.brokerId(),
        o.product(),
        o.heartbeatMillis(),
        o.frameBytesMax(),
        o.messageBytesMax(),
        o.connection(),
        blockMillisMax,
        o.operations());
  }

  public String url() {
    return (tls == null ? "rewind://127.0.0.1:" : "rewinds://localhost:") + port;
  }

  public int port() {
    return port;
  }

  /** Ends it as a killed process ends: nothing reaches the disk any more. */
  public void crash() {
    disk.cut();
    broker.close();
  }

  /** Starts it again on the same folder and port, stopping it in good order if it runs. */
  public void restart() {
    broker.close();
    disk = new CutDisk(device.apply(new RealDisk(dataDir)));
    broker = open(disk, port);
    broker.start();
  }

  /** The running broker itself. */
  public BrokerAssembly assembly() {
    return broker;
  }

  /** What administrators may ask of the running broker. */
  public AdminGateway admin() {
    return broker.admin();
  }

  /** Users or roles have changed. */
  public void renewAccess() {
    broker.renewAccess(true);
  }

  /**
   * Moves a group.
   *
   * @param to earliest, latest, an offset, or a duration back such as -PT1H
   */
  public void rewind(String group, String to) {
    RewindTarget target =
        switch (to) {
          case "earliest" -> new RewindTarget.Earliest();
          case "latest" -> new RewindTarget.Latest();
          default ->
              to.startsWith("-P")
                  ? new RewindTarget.ToInstant(
                      new SystemClock().millis() + Duration.parse(to).toMillis())
                  : new RewindTarget.ToOffset(Long.parseLong(to));
        };
    var unused =
        broker
            .admin()
            .rewind(group, target)
            .toCompletableFuture()
            .orTimeout(SECONDS, TimeUnit.SECONDS)
            .join();
  }

  @Override
  public void close() {
    broker.close();
  }
}
