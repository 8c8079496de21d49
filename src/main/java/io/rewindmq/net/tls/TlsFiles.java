// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net.tls;

import io.netty.handler.ssl.SslContext;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.ThreadRole;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSession;
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
@AnyThread // what is in use is volatile, the rest is guarded
public final class TlsFiles {
  private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

  private static final String JUDGED_BY = TlsMaterial.class.getName();

  private final TlsOptions options;
  private final Clock clock;
  private volatile TlsMaterial current;

  private final ReentrantLock refreshing = new ReentrantLock();

  // guarded by refreshing
  private TlsMaterial.@Nullable Files refused;
  private @Nullable String reported;
  private @Nullable Revocations outdated;

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
    files.tellIfOutdated();
    return files;
  }

  /**
   * What is in use.
   *
   * @param certificate the broker's own
   * @param revocations null = there are none
   * @param isChanged whether it has just come into use
   * @param problem why the files as they are now can't be used; null = they are in use
   */
  public record Usage(
      X509Certificate certificate,
      @Nullable Revocations revocations,
      boolean isChanged,
      @Nullable String problem) {}

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

  /**
   * Whether the issuers in use would let the client in that a session is with. They are asked once
   * for each session and again when they have changed: so one that is resumed counts no longer than
   * its certificate.
   */
  public boolean stillTrusts(SSLSession session) {
    TlsMaterial now = current;
    if (session.getValue(JUDGED_BY) == now) {
      return true;
    }
    boolean isTrusted = now.trusts(session);
    if (isTrusted) {
      session.putValue(JUDGED_BY, now);
    }
    return isTrusted;
  }

  /** For one new connection. */
  SslContext context() {
    return current.context();
  }

  /** What is in use. */
  public Usage usage() {
    return current.usage(false, null);
  }

  /** Looks at the files again, on {@link ThreadRole#ADMIN_WORKER}; returns what is in use then. */
  Usage refresh() {
    ThreadRole.ADMIN_WORKER.assertCurrent();
    refreshing.lock();
    try {
      TlsMaterial before = current;
      look();
      tellIfOutdated();
      return current.usage(current != before, reported);
    } finally {
      refreshing.unlock();
    }
  }

  private void look() {
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

  /** Whoever's list has run out is refused: says so once for each. */
  private void tellIfOutdated() {
    Revocations now = current.files().revocations();
    if (now != null && now != outdated) {
      now.until()
          .filter(end -> end.toEpochMilli() < clock.millis())
          .ifPresent(
              end -> {
                outdated = now;
                LOG.error(
                    "RWQ-0714 a list in {} has run out at {}: clients with a certificate of its"
                        + " issuer are refused until there is a newer one",
                    options.crl(),
                    end);
              });
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
