// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rewindmq.broker.catalog.CatalogContent;
import io.rewindmq.broker.catalog.CatalogException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The catalog on a MariaDB server, where one is installed. */
@QuarkusTest
@QuarkusTestResource(value = MariaDbResource.class, restrictToAnnotatedClass = true)
@EnabledIf("io.rewindmq.metadata.MariaDbResource#isInstalled")
class MariaDbCatalogTest extends CatalogContract {
  @Test
  void failsClearlyWhileTheDatabaseIsDownAndWorksAgainAfterwards() {
    CatalogContent before = await(catalog.content());
    MariaDbResource.stopServer();
    try {
      List<CompletionStage<CatalogContent>> asked = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        asked.add(catalog.content());
      }
      assertThat(asked)
          .allSatisfy(
              stage ->
                  assertThatThrownBy(() -> await(stage))
                      .isInstanceOf(CompletionException.class)
                      .cause()
                      .isInstanceOf(CatalogException.class)
                      .hasMessageStartingWith("the database can't be reached: "));
    } finally {
      MariaDbResource.startServer();
    }

    assertThat(await(catalog.content())).isEqualTo(before);
  }
}
