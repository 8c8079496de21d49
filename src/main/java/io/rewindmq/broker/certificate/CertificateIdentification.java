// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.certificate;

import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.ClientCertificate;
import io.rewindmq.broker.user.Identification;
import io.rewindmq.broker.user.LoginDesk;
import io.rewindmq.platform.thread.AnyThread;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The same as {@link CertificateLogin} for administration, where nobody is anonymous. */
@AnyThread // immutable; what it uses is safe
public final class CertificateIdentification {
  private final LoginDesk desk;
  private final CertificateField field;

  public CertificateIdentification(LoginDesk desk, CertificateField field) {
    this.desk = desk;
    this.field = field;
  }

  /** As {@link LoginDesk#identify}. */
  public CompletionStage<Identification> identify(Authenticator.Attempt attempt) {
    ClientCertificate certificate = attempt.peer().certificate();
    if (certificate == null || !attempt.isAnonymous()) {
      return desk.identify(attempt);
    }
    String user = field.of(certificate);
    return user == null
        ? unnamed(attempt, certificate)
        : desk.vouched(user)
            // a desk that can't look users up says so itself
            .exceptionally(notFoundOut -> Optional.empty())
            .thenCompose(
                accepted ->
                    accepted
                        .<CompletionStage<Identification>>map(
                            known ->
                                CompletableFuture.completedStage(
                                    new Identification.Known(
                                        known.user(),
                                        known.standing(),
                                        Identification.By.CERTIFICATE)))
                        .orElseGet(() -> unnamed(attempt, certificate)));
  }

  private CompletionStage<Identification> unnamed(
      Authenticator.Attempt attempt, ClientCertificate certificate) {
    return desk.identify(attempt)
        .thenApply(
            found ->
                found instanceof Identification.Refused(Identification.Why why, String text)
                        && why == Identification.Why.WRONG
                    ? new Identification.Refused(
                        why, CertificateLogin.explained(text, attempt, certificate))
                    : found);
  }
}
