// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net.tls;

import io.netty.handler.ssl.SslContext;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.ThreadRole;
import java.time.Instant;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that are in use now.
 *
 * <p>New connections get those of the newest files that could be used; open ones keep what they
 * began with. Files that can't be used change nothing, and are reported once.
 */
@AnyThread // what is in use is volatile; refresh has one caller
public final class TlsFiles {
  private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

  private final TlsOptions options;
  private final Clock clock;
  private volatile TlsMaterial current;

  // of refresh
  private TlsMaterial.@Nullable Files refused;
  private @Nullable String reported;

  private TlsFiles(TlsOptions options, Clock clock, TlsMaterial current) {
    this.options = options;
    this.clock = clock;
    this.current = current;
  }

  /**
   * Reads the files for the first time.
   *
   * @throws TlsFileException one can't be used, or they don't fit together
   */
  public static TlsFiles load(TlsOptions options, Clock clock) throws TlsFileException {
    TlsMaterial first = TlsMaterial.of(TlsMaterial.Files.read(options), options);
    TlsFiles files = new TlsFiles(options, clock, first);
    files.tell("are used", first);
    return files;
  }

  public TlsOptions options() {
    return options;
  }

  /** Answers with the certificate that is in use at the time it is asked. */
  public X509ExtendedKeyManager keyManager() {
    return new CurrentKeys(() -> current.keyManager());
  }

  /** Judges by the issuers that are in use at the time it is asked; only when clients are asked. */
  public X509ExtendedTrustManager trustManager() {
    return new CurrentIssuers(
        () -> {
          X509ExtendedTrustManager trusted = current.trustManager();
          if (trusted == null) {
            throw new IllegalStateException("clients are not asked for certificates");
          }
          return trusted;
        });
  }

  /** For one new connection. */
  SslContext context() {
    return current.context();
  }

  /** Looks at the files again. One call at a time, on {@link ThreadRole#ADMIN_WORKER}. */
  void refresh() {
    ThreadRole.ADMIN_WORKER.assertCurrent();
    try {
      TlsMaterial.Files files = TlsMaterial.Files.read(options);
      if (files.hasSameContent(current.files())) {
        refused = null;
        reported = null;
      } else if (refused == null || !files.hasSameContent(refused)) {
        refused = files;
        take(TlsMaterial.of(files, options));
      }
    } catch (TlsFileException e) {
      keep(String.valueOf(e.getMessage()));
    }
  }

  private void take(TlsMaterial next) {
    if (isExpired(next)) {
      keep(
          options.certificate().toAbsolutePath().normalize()
              + " has a certificate that expired at "
              + next.certificate().getNotAfter().toInstant());
      return;
    }
    current = next;
    refused = null;
    reported = null;
    tell("have changed and are used from now on", next);
  }

  private void keep(String why) {
    if (!why.equals(reported)) {
      reported = why;
      LOG.error(
          "RWQ-0710 the files of TLS can't be used as they are now, those before stay in use: {}",
          why);
    }
  }

  private void tell(String what, TlsMaterial material) {
    String subject = material.certificate().getSubjectX500Principal().toString();
    Instant end = material.certificate().getNotAfter().toInstant();
    if (isExpired(material)) {
      LOG.error(
          "RWQ-0711 the certificate {} has expired at {}: clients will refuse it", subject, end);
    } else {
      LOG.info("RWQ-0709 the files of TLS {}: certificate {}, valid until {}", what, subject, end);
    }
  }

  private boolean isExpired(TlsMaterial material) {
    return material.certificate().getNotAfter().toInstant().toEpochMilli() < clock.millis();
  }
}
