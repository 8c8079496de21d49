// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import static io.rewindmq.metadata.CatalogContract.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.audit.AuditEntry;
import io.rewindmq.broker.audit.AuditLimits;
import io.rewindmq.broker.audit.AuditQuery;
import io.rewindmq.broker.audit.AuditStore;
import io.rewindmq.broker.permission.BrokerRight;
import io.rewindmq.broker.permission.NamePattern;
import io.rewindmq.broker.permission.Permission;
import io.rewindmq.broker.permission.Role;
import io.rewindmq.broker.permission.Verb;
import io.rewindmq.broker.user.AccessContent;
import io.rewindmq.broker.user.UserAccount;
import io.rewindmq.broker.user.UserStore;
import io.rewindmq.platform.clock.SystemClock;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the stores of users, roles and the audit do on every database. */
@SuppressWarnings("NullAway.Init") // fields are injected
abstract class AccessContract {
  private static final int SECONDS = 30;

  @Inject UserStore users;
  @Inject AccessRows rows;
  @Inject AuditStore audit;
  @Inject ActiveSession sessions;

  /** The same database serves other tests, whose broker must have no users. */
  @AfterEach
  void removeAll() {
    AccessContent content = await(users.content());
    content.users().forEach(user -> await(users.remove(user.name())));
    content.roles().forEach(role -> await(users.removeRole(role.name())));
  }

  private List<UserAccount> stored() {
    return await(users.content()).users();
  }

  private static UserAccount made(String name, String hash) {
    return UserAccount.made(name, hash, false, Set.of("messaging"), 1);
  }

  @Test
  void givesUsersBackAsTheyWereAdded() {
    UserAccount billing =
        new UserAccount(
            "billing", "$2a$10$a", true, true, Set.of("a", "B", "b"), 1_795_000_000_123L, 5);
    UserAccount away =
        new UserAccount("a".repeat(64), "h".repeat(255), false, false, Set.of(), 0, 1);
    assertThat(await(users.add(billing))).isTrue();
    assertThat(await(users.add(away))).isTrue();

    assertThat(stored()).containsExactlyInAnyOrder(billing, away);
  }

  @Test
  void doesNotWriteAUserOverAnother() {
    UserAccount first = made("billing", "first");
    assertThat(await(users.add(first))).isTrue();
    assertThat(await(users.add(made("billing", "second")))).isFalse();
    assertThat(await(users.add(made("Billing", "third")))).isTrue();

    assertThat(stored()).hasSize(2).contains(first);
  }

  @Test
  void changesTheUserAndNobodyElse() {
    UserAccount other = made("shipping", "other");
    await(users.add(made("billing", "old")));
    await(users.add(other));

    assertThat(await(users.changePassword("billing", "new", true, 7))).isTrue();
    assertThat(await(users.changePassword("nobody", "new", true, 7))).isFalse();
    assertThat(await(users.changeRoles("billing", Set.of("admin", "monitor")))).isTrue();
    assertThat(await(users.changeRoles("nobody", Set.of("admin")))).isFalse();
    assertThat(await(users.enable("billing", false, 9))).isTrue();
    assertThat(await(users.enable("nobody", false, 9))).isFalse();
    assertThat(stored())
        .containsExactlyInAnyOrder(
            new UserAccount("billing", "new", false, true, Set.of("admin", "monitor"), 1, 9),
            other);
  }

  @Test
  void removesAUserOnce() {
    await(users.add(made("billing", "old")));

    assertThat(await(users.remove("BILLING"))).isFalse();
    assertThat(await(users.remove("billing"))).isTrue();
    assertThat(await(users.remove("billing"))).isFalse();
    assertThat(stored()).isEmpty();
  }

  @Test
  void givesRolesBackAsTheyWerePut() {
    Role full =
        new Role(
            "full",
            EnumSet.allOf(BrokerRight.class),
            List.of(
                new Permission(
                    EnumSet.allOf(Verb.class), Permission.Scope.ANY, NamePattern.EVERYTHING),
                new Permission(
                    Set.of(Verb.SEND), Permission.Scope.QUEUE, new NamePattern("😀.".repeat(300))),
                new Permission(
                    Set.of(Verb.CONSUME, Verb.BROWSE),
                    Permission.Scope.TOPIC,
                    new NamePattern("orders.*"))));
    Role empty = new Role("empty", Set.of(), List.of());
    assertThat(await(users.putRole(full))).isTrue();
    assertThat(await(users.putRole(empty))).isTrue();
    assertThat(await(users.content()).roles()).containsExactlyInAnyOrder(full, empty);

    Role less = new Role("full", Set.of(), List.of(full.permissions().get(2)));
    assertThat(await(users.putRole(less))).isFalse();
    assertThat(await(users.content()).roles()).containsExactlyInAnyOrder(less, empty);

    assertThat(await(users.removeRole("empty"))).isTrue();
    assertThat(await(users.removeRole("empty"))).isFalse();
    assertThat(await(users.content()).roles()).containsExactly(less);
  }

  @Test
  void removingARoleTakesItFromUsers() {
    await(users.putRole(new Role("clerk", Set.of(), List.of())));
    await(users.add(UserAccount.made("billing", "x", false, Set.of("clerk", "monitor"), 1)));

    await(users.removeRole("clerk"));

    assertThat(stored())
        .singleElement()
        .extracting(UserAccount::roles)
        .isEqualTo(Set.of("monitor"));
  }

  @Test
  void roleThatSomebodySpoiledAllowsNothingAndHarmsNoOther() {
    Role good = new Role("good", Set.of(BrokerRight.MONITOR), List.of());
    await(users.putRole(good));
    await(users.putRole(new Role("spoiled", Set.of(BrokerRight.MONITOR), List.of())));
    int changed =
        OwnTransaction.call(
            () ->
                sessions
                    .get()
                    .createNativeMutationQuery(
                        "update broker_role set rights = 'root' where name = 'spoiled'")
                    .executeUpdate());

    assertThat(changed).isEqualTo(1);
    assertThat(await(users.content()).roles()).containsExactly(good);
    await(users.removeRole("spoiled"));
  }

  @Test
  void numberTellsWhetherAnythingHasChanged() {
    long before = await(users.content()).number();
    assertThat(await(users.contentUnless(before))).isEmpty();

    await(users.add(made("billing", "x")));
    AccessContent after = await(users.contentUnless(before)).orElseThrow();
    assertThat(after.users()).hasSize(1);
    assertThat(await(users.contentUnless(after.number()))).isEmpty();
    for (Runnable change :
        List.<Runnable>of(
            () -> await(users.changePassword("billing", "y", false, 2)),
            () -> await(users.changeRoles("billing", Set.of())),
            () -> await(users.enable("billing", false, 3)),
            () -> await(users.putRole(new Role("clerk", Set.of(), List.of()))),
            () -> await(users.removeRole("clerk")),
            () -> await(users.remove("billing")))) {
      long number = await(users.content()).number();
      change.run();
      assertThat(await(users.contentUnless(number))).isPresent();
    }
  }

  /** Two brokers on one database, played by two threads that go around the one worker. */
  @Test
  void letsOneOfTwoAddAUserWhoAddItAtOnce() throws Exception {
    await(users.content());
    for (int round = 0; round < 10; round++) {
      String name = "raced" + round;
      CountDownLatch go = new CountDownLatch(1);
      List<Future<Boolean>> writers = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
        for (int writer = 1; writer <= 2; writer++) {
          UserAccount account = made(name, "hash" + writer);
          Callable<Boolean> add =
              () -> {
                go.await();
                return rows.add(account);
              };
          writers.add(threads.submit(add));
        }
        go.countDown();
        int added = 0;
        for (Future<Boolean> writer : writers) {
          added += writer.get(SECONDS, TimeUnit.SECONDS) ? 1 : 0;
        }
        assertThat(added).isEqualTo(1);
      }
    }
  }

  private static AuditEntry entry(String user, String object, long atMillis) {
    return new AuditEntry(
        0,
        atMillis,
        user,
        "127.0.0.1:5",
        "user.add",
        object,
        AuditEntry.Outcome.REFUSED,
        "details 😀");
  }

  @Test
  void auditIsReadFromItsNewEndInPages() {
    long now = new SystemClock().millis();
    String user = "auditor";
    for (int i = 0; i < 5; i++) {
      await(audit.add(List.of(entry(user, "user " + i, now + i), entry("other", "x", now))));
    }

    List<AuditEntry> first = await(audit.page(new AuditQuery(Long.MAX_VALUE, 3, user, null)));
    assertThat(first).extracting(AuditEntry::object).containsExactly("user 4", "user 3", "user 2");
    assertThat(first.get(0))
        .isEqualTo(
            new AuditEntry(
                first.get(0).id(),
                now + 4,
                user,
                "127.0.0.1:5",
                "user.add",
                "user 4",
                AuditEntry.Outcome.REFUSED,
                "details 😀"));
    assertThat(await(audit.page(new AuditQuery(first.get(2).id(), 3, user, null))))
        .extracting(AuditEntry::object)
        .containsExactly("user 1", "user 0");
    assertThat(await(audit.page(new AuditQuery(Long.MAX_VALUE, 10, user, "user 3")))).hasSize(1);
  }

  @Test
  void auditKeepsNoMoreThanItMay() {
    long now = new SystemClock().millis();
    AuditRows bounded = new AuditRows(sessions, new SystemClock(), new AuditLimits(150, 60_000));
    String user = "bounded";
    bounded.add(List.of(entry(user, "old", now - 120_000), entry(user, "young", now)));
    for (int i = 0; i < 200; i++) {
      bounded.add(List.of(entry(user, "many", now)));
    }

    assertThat(bounded.page(new AuditQuery(Long.MAX_VALUE, 1000, user, "old"))).isEmpty();
    int rows = bounded.page(new AuditQuery(Long.MAX_VALUE, 1000, null, null)).size();
    assertThat(rows).isBetween(100, 250);
  }
}
