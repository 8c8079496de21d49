// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.quarkus.arc.InjectableInstance;
import io.quarkus.flyway.FlywayDataSource;
import io.quarkus.hibernate.orm.PersistenceUnit;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.SchemaValidationException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;

/**
 * The tables. Brought to this version and compared with the entities at first use and not at the
 * start of the program: the broker starts and serves existing destinations without a database.
 */
@ApplicationScoped
@OwnedBy(ThreadRole.ADMIN_WORKER)
class Schema {
  private final ActiveSession sessions;
  private final InjectableInstance<Flyway> h2;
  private final InjectableInstance<Flyway> mariadb;
  private final InjectableInstance<SessionFactory> h2Tables;
  private final InjectableInstance<SessionFactory> mariadbTables;
  private boolean isCurrent;

  @Inject
  Schema(
      ActiveSession sessions,
      @FlywayDataSource("h2") InjectableInstance<Flyway> h2,
      @FlywayDataSource("mariadb") InjectableInstance<Flyway> mariadb,
      @PersistenceUnit("h2") InjectableInstance<SessionFactory> h2Tables,
      @PersistenceUnit("mariadb") InjectableInstance<SessionFactory> mariadbTables) {
    this.sessions = sessions;
    this.h2 = h2;
    this.mariadb = mariadb;
    this.h2Tables = h2Tables;
    this.mariadbTables = mariadbTables;
  }

  /**
   * Migrates and validates, once with success. A failure (database down, tables that don't fit)
   * leaves it to be tried again by the next call.
   */
  void bringUpToDate() {
    if (isCurrent) {
      return;
    }
    (sessions.isMariadb() ? mariadb : h2).get().migrate();
    validate();
    isCurrent = true;
  }

  private void validate() {
    try {
      (sessions.isMariadb() ? mariadbTables : h2Tables).get().getSchemaManager().validate();
    } catch (SchemaValidationException e) {
      String differences =
          Arrays.stream(e.getFailures())
              .map(Throwable::getMessage)
              .collect(Collectors.joining("; "));
      throw new IllegalStateException(
          "the tables are not those of this version: " + differences, e);
    }
  }
}
