// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose certificates are trusted where TLS is spoken. */
final class TrustOptions {
  @Option(
      names = "--ca",
      paramLabel = "FILE",
      defaultValue = "${env:REWIND_CA:-}",
      description =
          "With rewinds:// and https://: trust the issuers in this PEM file (environment variable"
              + " REWIND_CA; without it those that the JVM trusts).")
  private String file = "";

  /** Null = those that the JVM trusts. */
  @Nullable Path file() {
    return file.isEmpty() ? null : Path.of(file);
  }
}
