// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import static io.rewindmq.metadata.CatalogContract.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rewindmq.broker.catalog.CatalogException;
import java.sql.SQLException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Users, roles and the audit on a MariaDB server, where one is installed. */
@QuarkusTest
@QuarkusTestResource(value = MariaDbResource.class, restrictToAnnotatedClass = true)
@EnabledIf("io.rewindmq.metadata.MariaDbResource#isInstalled")
class MariaDbAccessTest extends AccessContract {
  @Test
  void usersFromBeforeThereWereRolesKeepMessaging() throws SQLException {
    String url =
        ConfigProvider.getConfig().getValue("quarkus.datasource.mariadb.jdbc.url", String.class);
    Upgrade.usersWithoutRolesKeepMessaging(
        url.replaceFirst("/rewind$", "/upgrade"), "rewind", "rewind", "db/migration/mariadb");
  }

  @Test
  void failsClearlyWhileTheDatabaseIsDown() {
    long number = await(users.content()).number();
    MariaDbResource.stopServer();
    try {
      assertThatThrownBy(() -> await(users.content())).cause().isInstanceOf(CatalogException.class);
    } finally {
      MariaDbResource.startServer();
    }

    assertThat(await(users.contentUnless(number))).isEmpty();
  }
}
