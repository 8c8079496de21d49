// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Users, roles and the audit on the embedded database. */
@QuarkusTest
class H2AccessTest extends AccessContract {
  @Test
  void usersFromBeforeThereWereRolesKeepMessaging() throws SQLException {
    Upgrade.usersWithoutRolesKeepMessaging(
        "jdbc:h2:mem:upgrade;DB_CLOSE_DELAY=-1", "", "", "db/migration/h2");
  }
}
