// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.admin.access.HttpLogins;
import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.ClientCertificate;
import io.rewindmq.broker.certificate.CertificateField;
import io.rewindmq.broker.certificate.CertificateIdentification;
import io.rewindmq.broker.certificate.CertificateLogin;
import io.rewindmq.broker.user.Identification;
import io.rewindmq.broker.user.LoginDesk;
import io.rewindmq.broker.user.UserAccess;
import io.rewindmq.config.RewindConfig;
import io.rewindmq.health.LoginFigures;
import io.rewindmq.net.tls.ClientCertificates;
import io.rewindmq.net.tls.TlsFiles;
import io.rewindmq.platform.thread.AnyThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Puts together who judges logins over messaging, and finds out who asks over HTTP. */
@Singleton
@AnyThread // atomic counts, and what it uses is safe
class Logins implements HttpLogins {
  private final HttpTls tls;
  private final LoginDesk desk;
  private final CertificateIdentification identification;
  private final Map<Identification.Why, AtomicLong> refused =
      new EnumMap<>(
          Map.of(
              Identification.Why.WRONG, new AtomicLong(),
              Identification.Why.LIMIT, new AtomicLong(),
              Identification.Why.UNAVAILABLE, new AtomicLong()));

  @Inject
  Logins(LoginDesk desk, HttpTls tls, RewindConfig config) {
    this.tls = tls;
    this.desk = desk;
    this.identification =
        new CertificateIdentification(desk, OptionMapping.userField(config.tls()));
  }

  @Override
  public CompletionStage<Identification> identify(Authenticator.Attempt attempt) {
    return identification
        .identify(attempt)
        .thenApply(
            found -> {
              if (found instanceof Identification.Refused(Identification.Why why, String _)) {
                Objects.requireNonNull(refused.get(why)).incrementAndGet();
              }
              return found;
            });
  }

  /** How logins go; looks at all who have failed. */
  LoginFigures figures() {
    Map<String, Long> counts = new TreeMap<>();
    refused.forEach((why, count) -> counts.put(why.name().toLowerCase(Locale.ROOT), count.get()));
    return new LoginFigures(counts, desk.throttle());
  }

  @Override
  public @Nullable ClientCertificate shown(SSLSession session) {
    TlsFiles files = tls.files();
    if (files == null) {
      return null;
    }
    ClientCertificate shown = ClientCertificates.of(session);
    return shown != null && files.stillTrusts(session) ? shown : null;
  }

  /**
   * By user and password, and by certificate where clients are asked for one.
   *
   * @param tls null = connections are not encrypted
   * @param userField what of a certificate names its user
   */
  static Authenticator messaging(
      UserAccess users, @Nullable TlsFiles tls, CertificateField userField) {
    return tls != null && tls.options().clientAuth().isAsked()
        ? CertificateLogin.by(userField, users.desk(), users.desk()::vouched)
        : users.desk();
  }
}
