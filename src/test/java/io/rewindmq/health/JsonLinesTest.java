// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.json.runtime.JsonFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

/** Lines as JSON objects. */
class JsonLinesTest {
  private static JsonNode line(String message) throws Exception {
    ExtLogRecord record = new ExtLogRecord(Level.WARN, message, JsonLinesTest.class.getName());
    record.setLoggerName("io.rewindmq.health");
    return new ObjectMapper().readTree(new JsonLines.WithId(new JsonFormatter()).format(record));
  }

  @Test
  void stableIdIsAFieldOfItsOwn() throws Exception {
    JsonNode line = line("RWQ-0501 slow: session 1 of \"x\"");

    assertThat(line.get("id").asText()).isEqualTo("RWQ-0501");
    assertThat(line.get("message").asText()).isEqualTo("RWQ-0501 slow: session 1 of \"x\"");
    assertThat(line.get("level").asText()).isEqualTo("WARN");
  }

  @Test
  void lineWithoutAnIdHasNoSuchField() throws Exception {
    assertThat(line("nothing to act on").has("id")).isFalse();
    assertThat(line("see RWQ-0501 for more").has("id")).isFalse();
  }
}
