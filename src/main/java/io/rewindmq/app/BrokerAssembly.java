// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.BrokerPorts;
import io.rewindmq.broker.MessageTracing;
import io.rewindmq.broker.SelectorCompiler;
import io.rewindmq.broker.catalog.Catalog;
import io.rewindmq.broker.client.ClientRoster;
import io.rewindmq.health.BrokerFigures;
import io.rewindmq.net.MessagingListener;
import io.rewindmq.net.tls.TlsFiles;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.fault.InvariantError;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole broker in one process, without any framework: disk, journal, shard and its loop,
 * listener. Started once, stopped once, by one caller.
 *
 * <p><b>Failure while it runs.</b> A failed disk or a broken invariant stops the shard for good:
 * clients are told and disconnected, nobody new is let in, {@link #status} says why. The process
 * goes on, so that an operator can look at it.
 */
@AnyThread // start and close belong to one caller; the status is atomic
public final class BrokerAssembly implements AutoCloseable {
  private static final int STOP_SECONDS = 5;
  private static final long NANOS_A_MILLI = 1_000_000;
  private static final Logger LOG = LoggerFactory.getLogger(BrokerAssembly.class);

  private final AssemblyOptions options;
  private final Disk disk;
  private final Clock clock;
  private final Catalog catalog;
  private final Authenticator authenticator;
  private final SelectorCompiler selectors;
  private final @Nullable TlsFiles tlsFiles;
  private final MessageTracing tracing;
  private final AtomicReference<BrokerStatus.State> state =
      new AtomicReference<>(BrokerStatus.State.STARTING);
  private volatile String reason = "it is starting";
  private volatile @Nullable Parts parts;

  /**
   * A broker that is not running yet, and does not encrypt.
   *
   * @param disk the data folder; the caller has locked it
   */
  public BrokerAssembly(
      AssemblyOptions options,
      Disk disk,
      Clock clock,
      Catalog catalog,
      Authenticator authenticator,
      SelectorCompiler selectors) {
    this(options, disk, clock, catalog, authenticator, selectors, null);
  }

  /** The same with encrypted connections, unless there is nothing to encrypt them with. */
  public BrokerAssembly(
      AssemblyOptions options,
      Disk disk,
      Clock clock,
      Catalog catalog,
      Authenticator authenticator,
      SelectorCompiler selectors,
      @Nullable TlsFiles tlsFiles) {
    this(options, disk, clock, catalog, authenticator, selectors, tlsFiles, MessageTracing.OFF);
  }

  /**
   * A broker that is not running yet.
   *
   * @param disk the data folder; the caller has locked it
   * @param tlsFiles what connections are encrypted with; null = they are not
   * @param tracing takes spans of messages
   */
  public BrokerAssembly(
      AssemblyOptions options,
      Disk disk,
      Clock clock,
      Catalog catalog,
      Authenticator authenticator,
      SelectorCompiler selectors,
      @Nullable TlsFiles tlsFiles,
      MessageTracing tracing) {
    this.tracing = tracing;
    this.options = options;
    this.disk = disk;
    this.clock = clock;
    this.catalog = catalog;
    this.authenticator = authenticator;
    this.selectors = selectors;
    this.tlsFiles = tlsFiles;
  }

  /**
   * Recovers and listens. Waits until that is done. The catalog is made equal to the journal in the
   * background. When this throws, nothing is left running.
   *
   * @throws io.rewindmq.platform.fault.CorruptDataException stored bytes are damaged
   * @throws io.rewindmq.platform.fault.DiskFailedException the disk failed
   * @throws io.rewindmq.platform.fault.DiskFullException there is no room to start
   * @throws io.rewindmq.net.ListenException the port can't be had
   */
  public void start() {
    int ioThreads = options.listener().ioThreads();
    ListenerThreads doors = ListenerThreads.start(ioThreads, tlsFiles);
    ShardThreads threads =
        new ShardThreads(
            options,
            disk,
            clock,
            ioThreads == 0 ? doors.sockets().host() : null,
            this::failed,
            this::damaged);
    boolean isDone = false;
    try {
      ServedShard served =
          threads.open(
              (shard, loop) ->
                  ServedShard.of(
                      options,
                      shard,
                      loop,
                      new BrokerPorts(catalog, loop, clock, authenticator, selectors, tracing)));
      threads.loop().onTurnEnd(served.broker()::turnEnded);
      threads.run();
      MessagingListener.Running listener =
          MessagingListener.start(
              options.listener(),
              doors.sockets(),
              served.broker(),
              threads.loop()::offer,
              clock,
              doors.tls());
      AdminGateway admin = served.broker().admin(threads.loop()::offer);
      parts = new Parts(doors, threads, served, listener, admin);
      isDone = true;
    } finally {
      if (!isDone) {
        state.set(BrokerStatus.State.STOPPED);
        threads.close();
        doors.close();
      }
    }
    if (state.compareAndSet(BrokerStatus.State.STARTING, BrokerStatus.State.READY)) {
      reason = "";
    } else {
      CompletableFuture<Boolean> _ = disconnect("the broker has failed");
    }
  }

  /**
   * Ends all connections, makes everything durable and ends all threads; waits for it. Idempotent.
   */
  @Override
  public void close() {
    Parts running = parts;
    if (running == null
        || state.getAndSet(BrokerStatus.State.STOPPED) == BrokerStatus.State.STOPPED) {
      return;
    }
    reason = "it was stopped";
    CompletableFuture<Boolean> told = disconnect("the broker stops");
    boolean _ = told.completeOnTimeout(false, STOP_SECONDS, TimeUnit.SECONDS).join();
    running.listener().stop();
    running.threads().close();
    running.doors().close();
  }

  /** Whether clients are served now, and why not. Any thread. */
  public BrokerStatus status() {
    Parts running = parts;
    return running == null
        ? new BrokerStatus(state(), reason, 0, 0)
        : new BrokerStatus(
            state(), reason, running.listener().connections(), running.served().broker().epoch());
  }

  /** The port that clients connect to. Only once it runs. */
  public int port() {
    return running().listener().port();
  }

  /**
   * Looks again what users may do who are connected; any thread.
   *
   * @param isChanged users or roles have changed; else only logins that end by themselves matter
   */
  public void renewAccess(boolean isChanged) {
    Parts running = parts;
    if (running != null && state() == BrokerStatus.State.READY) {
      running.threads().loop().execute(() -> running.served().broker().renewAccess(isChanged));
    }
  }

  /** Only once it runs. */
  public AdminGateway admin() {
    return running().admin();
  }

  /** Only once it runs. */
  public ClientRoster clients() {
    return running().served().clients();
  }

  /** What the listener needs; only once it runs. */
  ListenerThreads doors() {
    return running().doors();
  }

  /** Only once it runs. */
  ShardThreads threads() {
    return running().threads();
  }

  /** What the broker does at present; null before it runs. Looks at every socket. Any thread. */
  public @Nullable BrokerFigures figures() {
    Parts running = parts;
    if (running == null) {
      return null;
    }
    return running
        .doors()
        .addTo(
            AssemblyFigures.of(
                options, running.threads(), running.served(), running.listener().figures()));
  }

  /** How long the shard's loop has not had a turn for its watch; 0 before it runs. Any thread. */
  public long silentMillis() {
    Parts running = parts;
    return running == null
        ? 0
        : (clock.nanos() - running.served().watch().beatNanos()) / NANOS_A_MILLI;
  }

  private BrokerStatus.State state() {
    return Objects.requireNonNull(state.get());
  }

  private Parts running() {
    Parts running = parts;
    if (running == null) {
      throw new IllegalStateException("the broker is not running");
    }
    return running;
  }

  /** Nobody new is let in, and all clients are told to go. */
  private CompletableFuture<Boolean> disconnect(String why) {
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    Parts running = parts;
    if (running == null) {
      told.complete(true);
    } else {
      running.listener().stopAccepting();
      running
          .threads()
          .loop()
          .execute(
              () -> {
                running.served().broker().closeAll(why);
                told.complete(true);
              });
    }
    return told;
  }

  /** On the thread that met the fault. */
  private void failed(Throwable fault) {
    LOG.error("RWQ-0801 the shard has stopped for good", fault);
    String why = "the broker has failed: " + fault.getMessage();
    BrokerStatus.State before = state();
    if (before == BrokerStatus.State.STARTING || before == BrokerStatus.State.READY) {
      reason = why;
      if (state.compareAndSet(before, BrokerStatus.State.FAILED)) {
        CompletableFuture<Boolean> _ = disconnect(why);
        stopShard();
      }
    }
  }

  /** A fault on another thread ends the shard, too. */
  private void stopShard() {
    Parts running = parts;
    if (running != null && !ThreadRole.SHARD_LOOP.isCurrent()) {
      running
          .threads()
          .loop()
          .execute(
              () -> {
                throw new InvariantError("a thread that the shard needs has failed");
              });
    }
  }

  private void damaged(Throwable damage) {
    LOG.error("RWQ-0802 a stored message is damaged; its reader stops there", damage);
  }

  private record Parts(
      ListenerThreads doors,
      ShardThreads threads,
      ServedShard served,
      MessagingListener.Running listener,
      AdminGateway admin) {}
}
