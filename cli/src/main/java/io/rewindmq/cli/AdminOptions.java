// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import io.rewindmq.cli.admin.AdminClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the administration answers. */
final class AdminOptions {
  @Option(
      names = "--admin",
      paramLabel = "URL",
      defaultValue = "${env:REWIND_ADMIN_URL:-http://127.0.0.1:7680}",
      description =
          "The broker's HTTP address (default: ${DEFAULT-VALUE}; environment variable"
              + " REWIND_ADMIN_URL).")
  private String url = "";

  @Mixin private TrustOptions trust = new TrustOptions();

  AdminClient client() {
    return new AdminClient(url, trust.file());
  }
}
