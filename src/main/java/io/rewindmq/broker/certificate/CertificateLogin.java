// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.certificate;

import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.ClientCertificate;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.protocol.ErrorCode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs clients in by their certificate, and leaves all others to another judge.
 *
 * <p>It is about those that give neither user nor password and have shown a certificate: when it
 * names a user who may log in, that is who they are. When it does not, they are judged as if they
 * had shown none.
 */
@AnyThread // immutable; what it uses is safe
public final class CertificateLogin implements Authenticator {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateLogin.class);

  private final Authenticator otherwise;
  private final KnownUsers users;
  private final Function<ClientCertificate, @Nullable String> userOf;

  /** Who exists. */
  @FunctionalInterface
  public interface KnownUsers {
    /**
     * Lets a user in who has proved who he is. Never waits.
     *
     * @return empty = there is none of that name who may log in; fails when that can't be found out
     */
    CompletionStage<Optional<Verdict.Accepted>> vouched(String name);
  }

  /**
   * Over another judge.
   *
   * @param userOf the user's name; null = the certificate names none
   */
  CertificateLogin(
      Authenticator otherwise,
      KnownUsers users,
      Function<ClientCertificate, @Nullable String> userOf) {
    this.otherwise = otherwise;
    this.users = users;
    this.userOf = userOf;
  }

  /** One where that field is the user's name. */
  public static CertificateLogin by(
      CertificateField field, Authenticator otherwise, KnownUsers users) {
    return new CertificateLogin(otherwise, users, field::of);
  }

  @Override
  public CompletionStage<Verdict> judge(Attempt attempt) {
    ClientCertificate certificate = attempt.peer().certificate();
    if (certificate == null || !attempt.isAnonymous()) {
      return otherwise.judge(attempt);
    }
    String user = userOf.apply(certificate);
    return user == null
        ? unnamed(attempt, certificate)
        : users
            .vouched(user)
            // a judge that can't look users up says so himself
            .exceptionally(notFoundOut -> Optional.empty())
            .thenCompose(
                accepted ->
                    accepted
                        .<CompletionStage<Verdict>>map(CompletableFuture::completedStage)
                        .orElseGet(() -> unnamed(attempt, certificate)));
  }

  private CompletionStage<Verdict> unnamed(Attempt attempt, ClientCertificate certificate) {
    return otherwise.judge(attempt).thenApply(verdict -> explained(verdict, attempt, certificate));
  }

  private static Verdict explained(
      Verdict verdict, Attempt attempt, ClientCertificate certificate) {
    if (verdict instanceof Verdict.Refused refused
        && refused.code() == ErrorCode.AUTHENTICATION_FAILED) {
      return new Verdict.Refused(refused.code(), explained(refused.text(), attempt, certificate));
    }
    return verdict;
  }

  static String explained(String refusal, Attempt attempt, ClientCertificate certificate) {
    LOG.warn("RWQ-0625 the certificate {} names no user, from {}", certificate, attempt.peer());
    return refusal + "; the certificate " + certificate + " names no user of this broker";
  }
}
