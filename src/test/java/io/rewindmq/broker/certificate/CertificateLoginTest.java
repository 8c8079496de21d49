// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.Authenticator.Attempt;
import io.rewindmq.broker.Authenticator.Verdict;
import io.rewindmq.broker.ClientCertificate;
import io.rewindmq.broker.PeerAddress;
import io.rewindmq.broker.catalog.CatalogException;
import io.rewindmq.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CertificateLoginTest {
  private static final PeerAddress PEER = new PeerAddress("10.0.0.7:50000", false);

  private final List<Attempt> passedOn = new ArrayList<>();
  private Verdict otherwise = new Verdict.Refused(ErrorCode.AUTHENTICATION_FAILED, "no user given");
  private static final Verdict.Accepted BILLING = Verdict.Accepted.everything("billing");

  private CompletionStage<Boolean> database = CompletableFuture.completedStage(true);

  private final Authenticator login =
      CertificateLogin.by(CertificateField.CN, this::judgeOtherwise, this::vouched);

  private CompletionStage<Verdict> judgeOtherwise(Attempt attempt) {
    passedOn.add(attempt);
    return CompletableFuture.completedStage(otherwise);
  }

  private CompletionStage<Optional<Verdict.Accepted>> vouched(String name) {
    return database.thenApply(
        isThere -> isThere && name.equals("billing") ? Optional.of(BILLING) : Optional.empty());
  }

  private Verdict judge(
      @Nullable ClientCertificate certificate, @Nullable String user, @Nullable String password) {
    return login
        .judge(new Attempt(PEER.over("TLSv1.3", certificate), user, password))
        .toCompletableFuture()
        .join();
  }

  private static ClientCertificate named(@Nullable String commonName) {
    return new ClientCertificate("CN=" + commonName + ",O=Acme", commonName);
  }

  @Test
  void isTheUserThatTheCertificateNames() {
    assertThat(judge(named("billing"), null, null)).isSameAs(BILLING);
    assertThat(judge(named("billing"), "", "")).isSameAs(BILLING);
    assertThat(passedOn).isEmpty();
  }

  @Test
  void givenUserOrPasswordGoBeforeTheCertificate() {
    assertThat(judge(named("billing"), "shipping", "wrong")).isSameAs(otherwise);
    assertThat(judge(named("billing"), "billing", null)).isSameAs(otherwise);
    assertThat(judge(named("billing"), null, "secret")).isSameAs(otherwise);
  }

  @Test
  void withoutACertificateNothingChanges() {
    assertThat(judge(null, null, null)).isSameAs(otherwise);
    assertThat(judge(null, "billing", "secret")).isSameAs(otherwise);
  }

  @Test
  void unknownNameIsJudgedAsIfThereWereNoCertificateAndSaysSo() {
    for (ClientCertificate certificate :
        List.of(named("stranger"), named(null), named("BILLING"))) {
      assertThat(judge(certificate, null, null))
          .isEqualTo(
              new Verdict.Refused(
                  ErrorCode.AUTHENTICATION_FAILED,
                  "no user given; the certificate "
                      + certificate.subject()
                      + " names no user of this broker"));
    }
    otherwise = Verdict.Accepted.everything(null);
    assertThat(judge(named("stranger"), null, null)).isEqualTo(otherwise);
  }

  @Test
  void nobodyIsLetInBecauseUsersCannotBeLookedUp() {
    database = CompletableFuture.failedStage(new CatalogException("down", null));
    otherwise = new Verdict.Refused(ErrorCode.UNAVAILABLE, "the users can't be looked up");

    assertThat(judge(named("billing"), null, null)).isSameAs(otherwise);
  }
}
