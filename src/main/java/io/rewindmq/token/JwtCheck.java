// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.token;

import io.rewindmq.broker.user.TokenCheck;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.RoleExecutor;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.InvalidJwtSignatureException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks tokens: signed with one of a few algorithms by a key of the set, by the right issuer, for
 * this broker, and at the right time, with {@link #SKEW_SECONDS} for clocks that differ. Signatures
 * are computed by the workers, keys are fetched without anybody waiting.
 */
@AnyThread // immutable; the cache is safe
public final class JwtCheck implements TokenCheck {
  static final int SKEW_SECONDS = 30;
  static final int CHARS_MAX = 16_384;

  /** Public keys only: with a shared secret, whoever checks could sign. */
  private static final Set<String> ALGORITHMS =
      Set.of(
          AlgorithmIdentifiers.RSA_USING_SHA256,
          AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
          AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
          AlgorithmIdentifiers.EDDSA);

  private static final AlgorithmConstraints ALLOWED =
      new AlgorithmConstraints(
          AlgorithmConstraints.ConstraintType.PERMIT, ALGORITHMS.toArray(String[]::new));

  private static final Logger LOG = LoggerFactory.getLogger(JwtCheck.class);

  private final JwtOptions options;
  private final KeyCache keys;
  private final RoleExecutor workers;
  private final Clock clock;

  JwtCheck(JwtOptions options, KeyCache keys, RoleExecutor workers, Clock clock) {
    this.options = options;
    this.keys = keys;
    this.workers = workers;
    this.clock = clock;
  }

  /**
   * A check by the keys at the place that the options name.
   *
   * @param workers bounded; computes signatures and reads files
   */
  public static JwtCheck of(JwtOptions options, RoleExecutor workers, Clock clock) {
    KeySource source = new KeySource(options.jwks(), workers);
    return new JwtCheck(options, new KeyCache(source::read, clock), workers, clock);
  }

  @Override
  public CompletionStage<Result> check(String token) {
    if (token.length() > CHARS_MAX) {
      return CompletableFuture.completedStage(
          new Result.Bad("it has more than " + CHARS_MAX + " characters"));
    }
    return keys.keys()
        .thenCompose(known -> verified(token, known))
        .thenCompose(
            result ->
                result instanceof UnknownKey
                    ? keys.renewed().thenCompose(renewed -> verified(token, renewed))
                    : CompletableFuture.completedStage(result))
        .handle(JwtCheck::result);
  }

  private static Result result(Object outcome, Throwable failure) {
    if (failure != null) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      if (cause instanceof RejectedExecutionException) {
        return new Result.Unknown("too many logins at once");
      }
      LOG.debug("a token can't be checked", cause);
      return new Result.Unknown("its keys can't be read");
    }
    return outcome instanceof Result result
        ? result
        : new Result.Bad("it was signed with a key that is not known");
  }

  /** No key of the set fits. */
  private record UnknownKey() {}

  private CompletionStage<Object> verified(String token, List<JsonWebKey> known) {
    return CompletableFuture.supplyAsync(() -> verify(token, known), workers::execute);
  }

  private Object verify(String token, List<JsonWebKey> known) {
    try {
      JwtClaims claims =
          new JwtConsumerBuilder()
              .setJwsAlgorithmConstraints(ALLOWED)
              .setVerificationKeyResolver(new JwksVerificationKeyResolver(known))
              .setExpectedIssuer(options.issuer())
              .setExpectedAudience(options.audience())
              .setRequireExpirationTime()
              .setAllowedClockSkewInSeconds(SKEW_SECONDS)
              .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
              .build()
              .processToClaims(token);
      return ClaimReader.good(claims, options, SKEW_SECONDS);
    } catch (InvalidJwtException e) {
      return isKeyUnknown(e) ? new UnknownKey() : new Result.Bad(why(e));
    } catch (MalformedClaimException e) {
      return new Result.Bad("a claim has the wrong type");
    }
  }

  /** A token that could not be taken with any key is none that keys are read again for. */
  private static boolean isKeyUnknown(InvalidJwtException failure) {
    boolean couldBeTaken =
        failure.getJwtContext() != null
            && failure.getJwtContext().getJoseObjects().stream()
                .anyMatch(
                    object ->
                        ALGORITHMS.contains(
                            Objects.requireNonNullElse(object.getAlgorithmHeaderValue(), "")));
    return couldBeTaken && isKeyMissing(failure);
  }

  private static boolean isKeyMissing(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvableKeyException) {
        return true;
      }
    }
    return false;
  }

  /** The library's text has the claims in it; this has not. */
  private static String why(InvalidJwtException failure) {
    if (failure.hasExpired()) {
      return "it has run out";
    } else if (failure.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
      return "it does not hold yet";
    } else if (failure.hasErrorCode(ErrorCodes.EXPIRATION_MISSING)) {
      return "it does not say when it runs out";
    } else if (failure.hasErrorCode(ErrorCodes.ISSUER_INVALID)
        || failure.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
      return "it is of another issuer";
    } else if (failure.hasErrorCode(ErrorCodes.AUDIENCE_INVALID)
        || failure.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
      return "it is for somebody else";
    } else if (failure instanceof InvalidJwtSignatureException) {
      return "its signature is wrong";
    }
    return "it is no token that can be checked, or its algorithm is not RS256, PS256, ES256 or"
        + " EdDSA";
  }
}
