// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.broker.user.TokenCheck.Result;
import io.rewindmq.testkit.SimClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tokens are taken, and how often keys are read. */
class JwtCheckTest {
  private static final long NOW_MILLIS = 1_800_000_000_000L;
  private static final long NOW_SECONDS = NOW_MILLIS / 1000;

  private final PublicJsonWebKey rsa = RsaJwkGenerator.generateJwk(2048);
  private final SimClock clock = new SimClock(NOW_MILLIS);
  private final List<JsonWebKey> keys = new ArrayList<>();
  private boolean isOut;
  private int reads;
  private final JwtOptions options =
      new JwtOptions(
          URI.create("https://login.example.com/jwks"),
          "https://login.example.com",
          "rewindmq",
          "sub",
          "realm.roles");
  private final JwtCheck check =
      new JwtCheck(options, new KeyCache(this::read, clock), Runnable::run, clock);

  JwtCheckTest() throws JoseException {
    rsa.setKeyId("rsa-1");
    publish(rsa);
  }

  private void publish(PublicJsonWebKey key) throws JoseException {
    keys.add(JsonWebKey.Factory.newJwk(key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)));
  }

  private CompletionStage<List<JsonWebKey>> read() {
    reads++;
    return isOut
        ? CompletableFuture.failedStage(new IllegalStateException("it is away"))
        : CompletableFuture.completedStage(List.copyOf(keys));
  }

  private static JwtClaims claims() {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer("https://login.example.com");
    claims.setAudience("other", "rewindmq");
    claims.setSubject("alice");
    claims.setExpirationTime(NumericDate.fromSeconds(NOW_SECONDS + 60));
    claims.setClaim("realm", java.util.Map.of("roles", List.of("billing", "monitor")));
    return claims;
  }

  private static String signed(JwtClaims claims, PublicJsonWebKey key, String algorithm)
      throws JoseException {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey(key.getPrivateKey());
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setAlgorithmHeaderValue(algorithm);
    return signature.getCompactSerialization();
  }

  private String token(Consumer<JwtClaims> change) throws JoseException {
    JwtClaims claims = claims();
    change.accept(claims);
    return signed(claims, rsa, "RS256");
  }

  private Result check(String token) {
    return check.check(token).toCompletableFuture().join();
  }

  private void bad(String token, String why) {
    assertThat(check(token)).isEqualTo(new Result.Bad(why));
  }

  @Test
  void takesAGoodTokenWithUserRolesAndEnd() throws JoseException {
    assertThat(check(token(same -> {})))
        .isEqualTo(
            new Result.Good(
                "alice",
                Set.of("billing", "monitor"),
                NOW_MILLIS + 60_000 + JwtCheck.SKEW_SECONDS * 1000));
  }

  @Test
  void takesTheAlgorithmsWithPublicKeys() throws JoseException {
    PublicJsonWebKey ec = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    ec.setKeyId("ec-1");
    publish(ec);
    PublicJsonWebKey okp = OkpJwkGenerator.generateJwk("Ed25519");
    okp.setKeyId("okp-1");
    publish(okp);

    assertThat(check(signed(claims(), rsa, "PS256"))).isInstanceOf(Result.Good.class);
    assertThat(check(signed(claims(), ec, "ES256"))).isInstanceOf(Result.Good.class);
    assertThat(check(signed(claims(), okp, "EdDSA"))).isInstanceOf(Result.Good.class);
  }

  @Test
  void takesNoOtherAlgorithm() throws JoseException {
    String why =
        "it is no token that can be checked, or its algorithm is not RS256, PS256, ES256 or EdDSA";
    bad(signed(claims(), rsa, "RS512"), why);

    JsonWebSignature unsigned = new JsonWebSignature();
    unsigned.setPayload(claims().toJson());
    unsigned.setAlgorithmHeaderValue("none");
    unsigned.setAlgorithmConstraints(AlgorithmConstraints.ALLOW_ONLY_NONE);
    bad(unsigned.getCompactSerialization(), why);

    // the public key as the secret: whoever knows it could sign
    JsonWebSignature confused = new JsonWebSignature();
    confused.setPayload(claims().toJson());
    confused.setAlgorithmHeaderValue("HS256");
    confused.setKeyIdHeaderValue("rsa-1");
    confused.setKey(new HmacKey(rsa.getPublicKey().getEncoded()));
    bad(confused.getCompactSerialization(), why);
  }

  @Test
  void takesNothingThatIsNoToken() {
    for (String text :
        List.of("x", "a.b.c", "eyJhbGciOiJSUzI1NiJ9..", "....", "x".repeat(20_000))) {
      assertThat(check(text)).isInstanceOf(Result.Bad.class);
    }
  }

  @Test
  void takesNoForgedToken() throws JoseException {
    String[] parts = token(same -> {}).split("\\.", -1);
    String other =
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .replace("alice", "admin");
    String forged =
        parts[0]
            + "."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(other.getBytes(StandardCharsets.UTF_8))
            + "."
            + parts[2];
    bad(forged, "its signature is wrong");
  }

  @Test
  void takesNoTokenThatIsNotMeantForThisBrokerNow() throws JoseException {
    bad(token(claims -> claims.setIssuer("https://evil.example.com")), "it is of another issuer");
    bad(token(claims -> claims.unsetClaim("iss")), "it is of another issuer");
    bad(token(claims -> claims.setAudience("other")), "it is for somebody else");
    bad(token(claims -> claims.unsetClaim("aud")), "it is for somebody else");
    bad(token(claims -> claims.unsetClaim("exp")), "it does not say when it runs out");
    bad(
        token(claims -> claims.setExpirationTime(NumericDate.fromSeconds(NOW_SECONDS - 31))),
        "it has run out");
    bad(
        token(claims -> claims.setNotBefore(NumericDate.fromSeconds(NOW_SECONDS + 31))),
        "it does not hold yet");
    bad(
        token(claims -> claims.setSubject("a\nb")),
        "its claim \"sub\" is no name of 1 to 150" + " characters");
    bad(
        token(claims -> claims.unsetClaim("sub")),
        "its claim \"sub\" is no name of 1 to 150" + " characters");
  }

  @Test
  void allowsForClocksThatDifferALittle() throws JoseException {
    assertThat(
            check(
                token(
                    claims -> claims.setExpirationTime(NumericDate.fromSeconds(NOW_SECONDS - 20)))))
        .isInstanceOf(Result.Good.class);
    assertThat(
            check(token(claims -> claims.setNotBefore(NumericDate.fromSeconds(NOW_SECONDS + 20)))))
        .isInstanceOf(Result.Good.class);
  }

  @Test
  void readsRolesAsAListOrAText() throws JoseException {
    assertThat(roles(java.util.Map.of("roles", "a b  c"))).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(roles(java.util.Map.of("roles", List.of("a", 7)))).containsExactly("a");
    assertThat(roles("none")).isEmpty();
  }

  private Set<String> roles(Object realm) throws JoseException {
    return ((Result.Good) check(token(claims -> claims.setClaim("realm", realm)))).roles();
  }

  @Test
  void readsKeysOnceForManyTokensAndAgainForAnUnknownOneButNotOften() throws JoseException {
    for (int i = 0; i < 10; i++) {
      assertThat(check(token(same -> {}))).isInstanceOf(Result.Good.class);
    }
    assertThat(reads).isEqualTo(1);

    PublicJsonWebKey next = RsaJwkGenerator.generateJwk(2048);
    next.setKeyId("rsa-2");
    String token = signed(claims(), next, "RS256");
    bad(token, "it was signed with a key that is not known");
    assertThat(reads).as("just read").isEqualTo(1);
    clock.advance(KeyCache.PAUSE_MILLIS);
    publish(next);
    for (int i = 0; i < 10; i++) {
      assertThat(check(token)).isInstanceOf(Result.Good.class);
    }
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void keyThatIsTakenBackIsNotUsedForEver() throws JoseException {
    assertThat(check(token(same -> {}))).isInstanceOf(Result.Good.class);
    keys.clear();
    clock.advance(KeyCache.FRESH_MILLIS);
    String fresh =
        token(claims -> claims.setExpirationTime(NumericDate.fromSeconds(NOW_SECONDS + 10_000)));
    Result _ = check(fresh);
    bad(fresh, "it was signed with a key that is not known");
  }

  @Test
  void outageOfTheKeysIsNoRefusalAndNoEndForKnownOnes() throws JoseException {
    isOut = true;
    assertThat(check(token(same -> {}))).isEqualTo(new Result.Unknown("its keys can't be read"));
    isOut = false;
    clock.advance(KeyCache.PAUSE_MILLIS);
    String late =
        token(claims -> claims.setExpirationTime(NumericDate.fromSeconds(NOW_SECONDS + 10_000)));
    assertThat(check(late)).isInstanceOf(Result.Good.class);
    isOut = true;
    clock.advance(KeyCache.FRESH_MILLIS);
    assertThat(check(late)).isInstanceOf(Result.Good.class);
  }

  @ParameterizedTest
  @CsvSource({
    "https://login.example.com/jwks, true",
    "file:///etc/rewindmq/jwks.json, true",
    "http://127.0.0.1:8080/jwks, true",
    "http://login.example.com/jwks, false",
    "ftp://login.example.com/jwks, false",
    "/etc/jwks.json, false",
    "https:, false"
  })
  void keysComeFromSafePlaces(String place, boolean isGood) {
    if (isGood) {
      assertThat(JwtOptions.place(place)).hasToString(place);
    } else {
      assertThatThrownBy(() -> JwtOptions.place(place))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(place);
    }
  }
}
