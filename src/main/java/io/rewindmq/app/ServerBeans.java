// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.admin.server.ServerCertificates;
import io.rewindmq.admin.server.ServerSettings;
import io.rewindmq.broker.audit.AuditLimits;
import io.rewindmq.broker.audit.AuditStore;
import io.rewindmq.broker.audit.AuditTrail;
import io.rewindmq.config.EffectiveSetting;
import io.rewindmq.config.RewindConfig;
import io.rewindmq.net.tls.Revocations;
import io.rewindmq.net.tls.TlsFiles;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** What administration is given of the server itself, and the record of what it does. */
final class ServerBeans {
  @Produces
  @Singleton
  AuditLimits auditLimits(RewindConfig config) {
    return new AuditLimits(config.audit().rowsMax(), config.audit().ageMillisMax());
  }

  @Produces
  @Singleton
  AuditTrail auditTrail(AuditStore store) {
    return new AuditTrail(store);
  }

  @Produces
  @Singleton
  ServerSettings serverSettings(Config config) {
    return () ->
        EffectiveSetting.all(config).stream()
            .map(
                one ->
                    new ServerSettings.Line(
                        one.key(),
                        one.value(),
                        one.defaultValue(),
                        one.from(),
                        one.expected(),
                        one.meaning()))
            .toList();
  }

  @Produces
  @Singleton
  ServerCertificates serverCertificates(HttpTls tls, RunningBroker broker) {
    return new ServerCertificates() {
      @Override
      public boolean isOn() {
        return tls.files() != null;
      }

      @Override
      public InUse inUse() {
        return ServerBeans.inUse(files(tls).usage());
      }

      @Override
      public CompletionStage<InUse> reload() {
        return broker.assembly().doors().reloadTls().thenApply(ServerBeans::inUse);
      }
    };
  }

  private static TlsFiles files(HttpTls tls) {
    TlsFiles files = tls.files();
    if (files == null) {
      throw new IllegalStateException("TLS is off");
    }
    return files;
  }

  private static ServerCertificates.InUse inUse(TlsFiles.Usage usage) {
    X509Certificate certificate = usage.certificate();
    @Nullable Revocations revocations = usage.revocations();
    return new ServerCertificates.InUse(
        certificate.getSubjectX500Principal().getName(),
        certificate.getIssuerX500Principal().getName(),
        certificate.getSerialNumber().toString(16),
        text(certificate.getNotBefore().toInstant()),
        text(certificate.getNotAfter().toInstant()),
        revocations == null ? null : revocations.count(),
        revocations == null ? null : revocations.until().map(ServerBeans::text).orElse(null),
        usage.problem(),
        usage.isChanged());
  }

  private static String text(Instant time) {
    return time.toString();
  }
}
