// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;

/** An empty database is brought to an older schema, filled, and brought to this one. */
final class Upgrade {
  private Upgrade() {}

  /** Users from before there were roles do what they did. */
  static void usersWithoutRolesKeepMessaging(
      String url, String user, String password, String migrations) throws SQLException {
    migrate(url, user, password, migrations, "4");
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "insert into broker_user (name, password_hash, enabled, created_at, changed_at) values"
              + " ('billing', '$2a$10$x', true, '2026-01-01 00:00:00', '2026-01-01 00:00:00')");
      migrate(url, user, password, migrations, "latest");
      try (ResultSet row =
          statement.executeQuery(
              "select u.name, u.one_time, r.role_name, c.change_number from broker_user u"
                  + " join user_role r on r.user_id = u.id cross join access_change c")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString("name")).isEqualTo("billing");
        assertThat(row.getBoolean("one_time")).isFalse();
        assertThat(row.getString("role_name")).isEqualTo("messaging");
        assertThat(row.getLong("change_number")).isZero();
        assertThat(row.next()).isFalse();
      }
    }
  }

  private static void migrate(
      String url, String user, String password, String migrations, String target) {
    var result =
        Flyway.configure()
            .dataSource(url, user, password)
            .locations(migrations)
            .target(target)
            .load()
            .migrate();
    assertThat(result.success).isTrue();
    assertThat(result.migrationsExecuted).isPositive();
  }
}
