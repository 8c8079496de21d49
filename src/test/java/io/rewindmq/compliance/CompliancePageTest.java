// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of rules is the one that the tests make. */
class CompliancePageTest {
  private static final Path PAGE = Path.of("docs/jms-compliance.md");

  @Test
  void pageIsUpToDate() throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, CompliancePage.text());
    }

    assertThat(PAGE)
        .as(
            "renew it with ./mvnw -pl :rewindmq-server test -Dtest=CompliancePageTest"
                + " -Ddocs.write=true")
        .hasContent(CompliancePage.text());
  }
}
