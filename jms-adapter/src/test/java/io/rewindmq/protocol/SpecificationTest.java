// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/protocol.md} are those of the code. */
class SpecificationTest {
  private List<String> lines = List.of();

  @BeforeEach
  void readThePage() throws IOException {
    Path inModule = Path.of("../docs/protocol.md");
    Path page = Files.exists(inModule) ? inModule : Path.of("docs/protocol.md");
    assumeTrue(Files.exists(page), "the page is not there when the client is built alone");
    lines = Files.readAllLines(page);
  }

  @Test
  void namesEveryErrorAsItIs() {
    List<String> rows =
        Arrays.stream(ErrorCode.values())
            .map(
                code ->
                    "| %d | %s |%s | %s |"
                        .formatted(
                            code.number(),
                            code,
                            code.isRetryable() ? " yes" : "",
                            code.defaultText()))
            .toList();

    assertThat(lines).containsSubsequence(rows);
  }

  @Test
  void namesEveryFrameByItsNumber() {
    for (FrameType type : FrameType.values()) {
      String row = "| %02X | %s | ".formatted(type.number(), type);
      assertThat(lines).filteredOn(line -> line.startsWith(row)).as(row).hasSize(1);
    }
  }
}
