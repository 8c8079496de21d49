// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app.login;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.user.FirstAdministrator;
import io.rewindmq.platform.disk.SmallFile;
import io.rewindmq.platform.thread.AnyThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The password that an operator has chosen for the first administrator: the first line of the file
 * that the environment variable {@code REWIND_FIRST_PASSWORD_FILE} names. It is read at a start
 * while nobody can administer the broker with a password of his own.
 */
@Singleton
@AnyThread // immutable
public class FirstPassword {
  private static final Logger LOG = LoggerFactory.getLogger(FirstPassword.class);
  private static final String VARIABLE = "REWIND_FIRST_PASSWORD_FILE";
  private static final int BYTES_MAX = 1024;

  private final @Nullable Path file;

  @Inject
  FirstPassword() {
    String name = System.getenv(VARIABLE);
    this.file = name == null || name.isBlank() ? null : Path.of(name);
  }

  /** Sees to it that somebody has it, if it is needed; a file that is no use is reported. */
  public CompletionStage<Boolean> giveTo(FirstAdministrator first) {
    Path chosen = file;
    if (chosen == null) {
      return CompletableFuture.completedStage(false);
    }
    try {
      String text = new String(new SmallFile(chosen).read(BYTES_MAX), StandardCharsets.UTF_8);
      return first
          .ensure(text.lines().findFirst().orElse(""))
          .thenApply(
              user -> {
                user.ifPresent(
                    name -> LOG.info("RWQ-0974 user {} has the password of {}", name, chosen));
                return user.isPresent();
              });
    } catch (IOException | AdminException e) {
      LOG.error("RWQ-0975 {} gives no administrator a password: {}", chosen, e.getMessage());
      return CompletableFuture.completedStage(false);
    }
  }
}
