// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * A broker that has no users at its first start and listens to what it must take for an address
 * that others reach, and that takes tokens. Its log is a file.
 */
public final class ExposedBroker implements QuarkusTestProfile {
  /** Another way to write 127.0.0.1, which the broker does not take for certainly local. */
  private static final String ADDRESS = "127.1";

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "rewind.listen.host",
        ADDRESS,
        "rewind.security.metrics",
        "login",
        "quarkus.datasource.h2.jdbc.url",
        "jdbc:h2:mem:exposed;DB_CLOSE_DELAY=-1",
        "quarkus.log.file.enabled",
        "true",
        "quarkus.log.file.rotation.rotate-on-boot",
        "false");
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(StartFiles.class));
  }

  /** Files that must be there before the start. */
  public static final class StartFiles implements QuarkusTestResourceLifecycleManager {
    static final String ISSUER = "https://login.example.com";
    static final String AUDIENCE = "rewindmq";

    private @Nullable Path folder;

    @Override
    public Map<String, String> start() {
      try {
        Path made = Files.createTempDirectory("exposed");
        folder = made;
        PublicJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("test-1");
        Path keys = made.resolve("jwks.json");
        Files.writeString(
            keys, new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
        return Map.of(
            "rewind.security.jwt.jwks",
            "file://" + keys,
            "rewind.security.jwt.issuer",
            ISSUER,
            "rewind.security.jwt.audience",
            AUDIENCE,
            "quarkus.log.file.path",
            made.resolve("broker.log").toString(),
            "exposed.test.key",
            key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (JoseException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void stop() {
      Path made = folder;
      if (made == null) {
        return;
      }
      try (var files = Files.list(made)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
        Files.delete(made);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
