// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.rewindmq.config.RewindConfig;
import io.rewindmq.net.tls.TlsFileException;
import io.rewindmq.net.tls.TlsFiles;
import io.rewindmq.net.tls.TlsOptions;
import io.rewindmq.platform.clock.Clock;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives HTTP the certificates of messaging, before HTTP opens.
 *
 * <p>HTTP asks for the certificate in use at each handshake, so that it needs no reload of its own.
 * It never requires a certificate of clients: probes and scrapers have none.
 */
@Singleton
class HttpTls implements HttpServerOptionsCustomizer {
  /** As application.properties calls it. */
  private static final String NAME = "rewind";

  private final RewindConfig config;
  private final TlsConfigurationRegistry registry;
  private final Clock clock;
  private @Nullable TlsFiles files;

  @Inject
  HttpTls(RewindConfig config, TlsConfigurationRegistry registry, Clock clock) {
    this.config = config;
    this.registry = registry;
    this.clock = clock;
  }

  /**
   * Reads the files. Called once.
   *
   * @return null = TLS is off
   * @throws StartFailure one can't be used
   */
  @Nullable TlsFiles load() {
    if (!config.tls().enabled()) {
      return null;
    }
    try {
      TlsFiles loaded = TlsFiles.load(OptionMapping.tls(config.tls()), clock);
      registry.register(NAME, new Configuration(loaded));
      files = loaded;
      return loaded;
    } catch (TlsFileException e) {
      throw new StartFailure(ExitCode.BAD_SETTING, "RWQ-0957 " + e.getMessage());
    }
  }

  /** What is in use; null = TLS is off. */
  @Nullable TlsFiles files() {
    return files;
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    TlsFiles loaded = files;
    if (loaded != null && loaded.options().clientAuth().isAsked()) {
      options.setClientAuth(ClientAuth.REQUEST);
    }
  }

  /** What Quarkus is told of our files. */
  private static final class Configuration extends BaseTlsConfiguration {
    private final TlsFiles files;

    Configuration(TlsFiles files) {
      this.files = files;
    }

    @Override
    public KeyCertOptions getKeyStoreOptions() {
      return KeyCertOptions.wrap(files.keyManager());
    }

    @Override
    public @Nullable TrustOptions getTrustStoreOptions() {
      return files.options().clientAuth().isAsked()
          ? TrustOptions.wrap(files.trustManager())
          : null;
    }

    @Override
    public SSLOptions getSSLOptions() {
      TlsOptions options = files.options();
      return new SSLOptions()
          .setKeyCertOptions(getKeyStoreOptions())
          .setTrustOptions(getTrustStoreOptions())
          .setEnabledSecureTransportProtocols(new LinkedHashSet<>(options.protocols()));
    }

    @Override
    public String getName() {
      return NAME;
    }
  }
}
