// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import com.arjuna.ats.jta.resources.LastResourceCommitOptimisation;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Narayana with a transacted session as its last resource: the database is prepared, the session's
 * commit decides, the database follows. So a database row and a message become visible together
 * without XA in the client.
 */
class LastResourceTest extends BesideABroker {
  private XAConnection database;
  private java.sql.Connection sql;
  private Connection messaging;

  @BeforeAll
  static void configure() throws CoreEnvironmentBeanException {
    BeanPopulator.getDefaultInstance(CoreEnvironmentBean.class).setNodeIdentifier("test");
    for (String name : new String[] {"default", "communicationStore", "stateStore"}) {
      ObjectStoreEnvironmentBean store =
          BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, name);
      store.setObjectStoreType(VolatileStore.class.getName());
    }
    BeanPopulator.getDefaultInstance(ObjectStoreEnvironmentBean.class)
        .setObjectStoreType(VolatileStore.class.getName());
  }

  @BeforeEach
  void connect() throws SQLException, JMSException {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:");
    database = source.getXAConnection();
    sql = database.getConnection(); // another one would end what this one has begun
    try (Statement statement = sql.createStatement()) {
      statement.execute("create table orders (id int primary key)");
    }
    factory.setReconnectAttempts(0);
    messaging = factory.createConnection();
  }

  @AfterEach
  void disconnect() throws SQLException, JMSException {
    database.close();
    messaging.close();
  }

  /** The session as Narayana's last resource: it has no prepare. */
  private record SessionResource(Session session) implements LastResourceCommitOptimisation {
    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
      try {
        session.commit();
      } catch (JMSException e) {
        XAException failure = new XAException(XAException.XA_RBROLLBACK);
        failure.initCause(e);
        throw failure;
      }
    }

    @Override
    public void rollback(Xid xid) throws XAException {
      try {
        session.rollback();
      } catch (IllegalStateException alreadyRolledBack) {
        // the session ended with its connection, and the broker rolled its transaction back
      } catch (JMSException e) {
        XAException failure = new XAException(XAException.XAER_RMFAIL);
        failure.initCause(e);
        throw failure;
      }
    }

    @Override
    public int prepare(Xid xid) {
      throw new AssertionError("the last resource is not prepared");
    }

    @Override
    public void start(Xid xid, int flags) {}

    @Override
    public void end(Xid xid, int flags) {}

    @Override
    public void forget(Xid xid) {}

    @Override
    public Xid[] recover(int flag) {
      return new Xid[0];
    }

    @Override
    public boolean isSameRM(XAResource other) {
      return other == this;
    }

    @Override
    public int getTransactionTimeout() {
      return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
      return false;
    }
  }

  /** Inserts a row and sends a message in one transaction, which is left open. */
  private TransactionManager begin(int id)
      throws NotSupportedException, SystemException, RollbackException, JMSException, SQLException {
    TransactionManager transactions = com.arjuna.ats.jta.TransactionManager.transactionManager();
    Session session = messaging.createSession(Session.SESSION_TRANSACTED);
    transactions.begin();
    var transaction = transactions.getTransaction();
    assertThat(transaction.enlistResource(database.getXAResource())).isTrue();
    assertThat(transaction.enlistResource(new SessionResource(session))).isTrue();
    try (Statement statement = sql.createStatement()) {
      statement.execute("insert into orders values (" + id + ")");
    }
    session
        .createProducer(session.createQueue("placed"))
        .send(session.createTextMessage("order " + id));
    return transactions;
  }

  private int rows() throws SQLException {
    try (Statement statement = sql.createStatement();
        ResultSet result = statement.executeQuery("select count(*) from orders")) {
      result.next();
      return result.getInt(1);
    }
  }

  @Test
  void rowAndMessageBecomeVisibleTogether() throws Exception {
    TransactionManager transactions = begin(1);
    assertThat(take("placed")).isNull();

    transactions.commit();

    assertThat(rows()).isEqualTo(1);
    assertThat(take("placed")).isEqualTo("order 1");
  }

  @Test
  void rollbackTakesBothBack() throws Exception {
    begin(1).rollback();

    assertThat(rows()).isZero();
    assertThat(take("placed")).isNull();
  }

  @Test
  void theDatabaseRollsBackWhenTheSessionCannotCommit() throws Exception {
    TransactionManager transactions = begin(1);

    broker.restart();

    assertThatExceptionOfType(RollbackException.class).isThrownBy(transactions::commit);
    assertThat(rows()).isZero();
    assertThat(take("placed")).isNull();
  }
}
