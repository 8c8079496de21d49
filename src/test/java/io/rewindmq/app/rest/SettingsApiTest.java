// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app.rest;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What REST tells of the server itself while TLS is off. */
@QuarkusTest
class SettingsApiTest {
  @Test
  void showsEverySettingThatThePageHas() throws IOException {
    List<String> keys =
        Pattern.compile("^\\| `(rewind\\.[a-z0-9.-]+)` \\|", Pattern.MULTILINE)
            .matcher(Files.readString(Path.of("docs/configuration.md")))
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(when().get("/api/v1/settings").jsonPath().getList("key", String.class))
        .isEqualTo(keys);
    when()
        .get("/api/v1/settings")
        .then()
        .statusCode(200)
        .body("find { it.key == 'rewind.listen.port' }.value", equalTo("0"))
        .body("find { it.key == 'rewind.listen.port' }.defaultValue", equalTo("7672"))
        .body(
            "find { it.key == 'rewind.listen.port' }.expected",
            equalTo("a whole number from 0 to 65535"))
        .body("find { it.key == 'rewind.heartbeat-millis' }.from", equalTo("default"))
        .body("find { it.key == 'rewind.heartbeat-millis' }.expected", containsString("(ms)"));
  }

  @Test
  void saysThatThereIsNoTls() {
    when().get("/api/v1/tls").then().statusCode(409).contentType("application/problem+json");
    when()
        .post("/api/v1/tls/reload")
        .then()
        .statusCode(409)
        .body("detail", containsString("rewind.tls.enabled is false"));
  }
}
