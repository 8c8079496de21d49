// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.token;

import io.rewindmq.platform.disk.SmallFile;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.RoleExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/** Reads the set of keys from where it is. */
@AnyThread // immutable; the client is safe
final class KeySource {
  static final int BYTES_MAX = 1 << 20;

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int OK = 200;

  private final URI place;
  private final RoleExecutor workers;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  KeySource(URI place, RoleExecutor workers) {
    this.place = place;
    this.workers = workers;
  }

  /** Reads it. Never waits; the stage fails when it can't be read or is no set of keys. */
  CompletionStage<List<JsonWebKey>> read() {
    return ("file".equals(place.getScheme()) ? fromFile() : fromHttp()).thenApply(KeySource::parse);
  }

  private CompletableFuture<String> fromFile() {
    try {
      return CompletableFuture.supplyAsync(this::file, workers::execute);
    } catch (RejectedExecutionException full) {
      return CompletableFuture.failedFuture(full);
    }
  }

  private String file() {
    try {
      byte[] bytes = new SmallFile(Path.of(place.getPath())).read(BYTES_MAX);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(place.getPath() + ": " + e.getMessage(), e);
    }
  }

  private CompletableFuture<String> fromHttp() {
    HttpRequest request =
        HttpRequest.newBuilder(place).timeout(TIMEOUT).header("Accept", "application/json").build();
    return http.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), BYTES_MAX))
        .thenApply(
            answer -> {
              if (answer.statusCode() != OK) {
                throw new IllegalStateException(
                    place + " answered with status " + answer.statusCode());
              }
              return answer.body();
            });
  }

  private static List<JsonWebKey> parse(String text) {
    try {
      return List.copyOf(new JsonWebKeySet(text).getJsonWebKeys());
    } catch (JoseException e) {
      throw new IllegalStateException("it is no set of keys (JWKS): " + e.getMessage(), e);
    }
  }
}
