// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.MessageTracing;
import io.rewindmq.broker.SelectorCompiler;
import io.rewindmq.broker.catalog.Catalog;
import io.rewindmq.broker.user.UserAccess;
import io.rewindmq.config.RewindConfig;
import io.rewindmq.net.ListenException;
import io.rewindmq.net.tls.TlsFiles;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.FolderLock;
import io.rewindmq.platform.disk.RealDisk;
import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker inside the server process.
 *
 * <p><b>Order of the start.</b> Data folder locked, journal recovered, shard, messaging listener;
 * HTTP opens after this returns. The database is reached in the background, beside the journal's
 * recovery; the end of the start waits for the users, but not for long. <b>Order of the stop.</b>
 * The reverse: HTTP is closed before {@link #stop}, the lock is the last. <b>Failure.</b> One line
 * for the operator and an {@link ExitCode}.
 */
@Singleton
class RunningBroker {
  private static final Logger LOG = LoggerFactory.getLogger(RunningBroker.class);

  private final RewindConfig config;
  private final Catalog catalog;
  private final Clock clock;
  private final UserAccess users;
  private final AccessWatch watch;
  private final HttpTls tls;
  private final MessageTracing tracing;
  private @Nullable FolderLock lock;
  private @Nullable BrokerAssembly assembly;
  private @Nullable Disk disk;

  @Inject
  RunningBroker(
      RewindConfig config,
      Catalog catalog,
      Clock clock,
      UserAccess users,
      AccessWatch watch,
      HttpTls tls,
      MessageTracing tracing) {
    this.watch = watch;
    this.tracing = tracing;
    this.users = users;
    this.tls = tls;
    this.config = config;
    this.catalog = catalog;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    long begin = clock.nanos();
    Path folder = Path.of(config.dataDir());
    ApplicationLifecycleManager.setDefaultExitCodeHandler(
        (code, failure) -> System.exit(failure == null ? code : ExitCode.of(failure).number()));
    try {
      AssemblyOptions options = OptionMapping.options(config);
      TlsFiles tlsFiles = tls.load();
      lock = FolderLock.tryLock(folder).orElseThrow(() -> inUse(folder));
      Disk opened = new RealDisk(folder, config.journal().direct());
      BrokerAssembly broker =
          new BrokerAssembly(
              options,
              opened,
              clock,
              catalog,
              Logins.messaging(users, tlsFiles, OptionMapping.userField(config.tls())),
              SelectorCompiler.standard(),
              tlsFiles,
              tracing);
      // beside the recovery of the journal
      CompletionStage<Boolean> usersKnown = users.directory().warmUp();
      broker.start();
      watch.begin(broker, usersKnown);
      disk = opened;
      assembly = broker;
      LOG.info(
          "RWQ-0950 ready after {} ms: clients on {}:{}, epoch {}, data in {}",
          (clock.nanos() - begin) / 1_000_000,
          config.listen().host(),
          broker.port(),
          broker.status().epoch(),
          folder);
    } catch (ListenException e) {
      throw failed(ExitCode.PORT_IN_USE, "RWQ-0952 " + e.getMessage());
    } catch (CorruptDataException e) {
      throw failed(ExitCode.DAMAGED, "RWQ-0953 " + e.getMessage());
    } catch (DiskFailedException | DiskFullException e) {
      throw failed(ExitCode.DISK, "RWQ-0954 " + e.getMessage());
    }
  }

  void stop(@Observes ShutdownEvent event) {
    BrokerAssembly broker = assembly;
    if (broker != null) {
      LOG.info("RWQ-0955 stopping");
      broker.close();
      LOG.info("RWQ-0956 stopped");
    }
    release();
  }

  BrokerAssembly assembly() {
    BrokerAssembly broker = assembly;
    if (broker == null) {
      throw new IllegalStateException("the broker is not running");
    }
    return broker;
  }

  AdminGateway admin() {
    return assembly().admin();
  }

  boolean isStarted() {
    return assembly != null;
  }

  /** Where clients connect. */
  String address() {
    return config.listen().host() + ":" + assembly().port();
  }

  /** The full path of a file in the data folder. */
  String path(String name) {
    return Path.of(config.dataDir()).resolve(name).toAbsolutePath().toString();
  }

  /** Room on the disk of the data folder. */
  long usableBytes() {
    Disk opened = disk;
    return opened == null ? 0 : opened.usableBytes();
  }

  private static StartFailure inUse(Path folder) {
    return new StartFailure(
        ExitCode.FOLDER_IN_USE,
        "RWQ-0951 the data folder "
            + folder
            + " is in use by another broker; stop it, or choose another folder with"
            + " rewind.data-dir");
  }

  private StartFailure failed(ExitCode code, String line) {
    release();
    return new StartFailure(code, line);
  }

  private void release() {
    FolderLock held = lock;
    lock = null;
    if (held != null) {
      held.close();
    }
  }
}
