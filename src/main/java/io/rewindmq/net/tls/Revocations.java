// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net.tls;

import io.rewindmq.platform.thread.AnyThread;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509CertSelector;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.ManagerFactoryParameters;

/**
 * Lists of certificates that their issuers have taken back.
 *
 * <p>A client's certificate counts only if the list of its issuer is here and has not run out, and
 * does not name it; the same for those between it and a trusted issuer. Nothing is fetched from
 * anywhere.
 */
@AnyThread // immutable
public final class Revocations {
  private final List<X509CRL> lists;

  Revocations(List<X509CRL> lists) {
    this.lists = List.copyOf(lists);
  }

  /** How many certificates they name. */
  public int count() {
    return lists.stream()
        .map(X509CRL::getRevokedCertificates)
        .filter(Objects::nonNull)
        .mapToInt(Set<? extends X509CRLEntry>::size)
        .sum();
  }

  /** When the first of them runs out; empty = none ever does. */
  public Optional<Instant> until() {
    return lists.stream()
        .map(X509CRL::getNextUpdate)
        .filter(Objects::nonNull)
        .map(date -> date.toInstant())
        .min(Instant::compareTo);
  }

  /** Has certificates judged by these lists, too. */
  ManagerFactoryParameters judging(KeyStore issuers) throws GeneralSecurityException {
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(issuers, new X509CertSelector());
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
    PKIXRevocationChecker checker =
        (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
    checker.setOptions(
        EnumSet.of(
            PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
    parameters.addCertPathChecker(checker);
    return new CertPathTrustManagerParameters(parameters);
  }
}
