// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.hibernate.orm.PersistenceUnit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.hibernate.Session;

/**
 * The Hibernate session of the database that {@code rewind.database} names. Both persistence units
 * are built in; one is active.
 */
@ApplicationScoped
class ActiveSession {
  private final InjectableInstance<AgroalDataSource> mariadbSource;
  private final InjectableInstance<Session> h2;
  private final InjectableInstance<Session> mariadb;

  @Inject
  ActiveSession(
      @DataSource("mariadb") InjectableInstance<AgroalDataSource> mariadbSource,
      @PersistenceUnit("h2") InjectableInstance<Session> h2,
      @PersistenceUnit("mariadb") InjectableInstance<Session> mariadb) {
    this.mariadbSource = mariadbSource;
    this.h2 = h2;
    this.mariadb = mariadb;
  }

  boolean isMariadb() {
    return mariadbSource.getHandle().getBean().isActive();
  }

  /** The session of the transaction at hand. */
  Session get() {
    return isMariadb() ? mariadb.get() : h2.get();
  }
}
