// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.broker.catalog.CatalogException;
import io.rewindmq.broker.permission.Rights;
import io.rewindmq.broker.user.FirstAdministrator.OneTimePassword;
import io.rewindmq.protocol.ErrorCode;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is made an administrator at the start, and with which password. */
class FirstAdministratorTest {
  private static final String SECRET = "correct horse";

  private final UserWorld world = new UserWorld(new LoginRules(false, true), null);

  private Optional<OneTimePassword> start(boolean mustHaveUsers) {
    return world.finish(world.access.first().ensure(mustHaveUsers));
  }

  @Test
  void brokerThatNeedsNoUsersGetsNone() {
    assertThat(start(false)).isEmpty();
    assertThat(world.finish(world.access.users().all())).isEmpty();
  }

  @Test
  void nobodyComesInBeforeThereAreUsersWhereTheyAreNeeded() {
    assertThat(world.refusal(UserWorld.HERE, null, null)).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(world.refusal(UserWorld.ELSEWHERE, "a", "b")).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void brokerThatNeedsUsersGetsAnAdministratorWhoMustChangeHisPassword() {
    OneTimePassword given = start(true).orElseThrow();
    assertThat(given.user()).isEqualTo("admin");
    assertThat(given.password()).matches("([a-z2-9]{5}-){3}[a-z2-9]{5}");
    assertThat(given.toString()).doesNotContain(given.password());

    assertThat(world.refusal(UserWorld.HERE, "admin", given.password()))
        .isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
    world.finish(world.access.users().changePassword("admin", SECRET, false));
    assertThat(world.refusal(UserWorld.HERE, "admin", given.password()))
        .isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
    assertThat(world.refusal(UserWorld.ELSEWHERE, "admin", SECRET)).isNull();
    assertThat(start(true)).as("the next start").isEmpty();
  }

  @Test
  void chosenPasswordIsGoodAndStays() {
    assertThat(world.finish(world.access.first().ensure(SECRET))).contains("admin");
    assertThat(world.refusal(UserWorld.ELSEWHERE, "admin", SECRET)).isNull();
    assertThat(start(true)).as("no one-time password is needed").isEmpty();

    world.finish(world.access.users().changePassword("admin", "battery staple", false));
    assertThat(world.finish(world.access.first().ensure(SECRET))).as("there is one").isEmpty();
    assertThat(world.refusal(UserWorld.ELSEWHERE, "admin", "battery staple")).isNull();
  }

  @Test
  void chosenPasswordTakesThePlaceOfOneThatWasNeverUsed() {
    OneTimePassword given = start(true).orElseThrow();
    assertThat(world.finish(world.access.first().ensure(SECRET))).contains("admin");
    assertThat(world.refusal(UserWorld.ELSEWHERE, "admin", SECRET)).isNull();
    assertThat(world.refusal(UserWorld.ELSEWHERE, "admin", given.password()))
        .isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
    assertThat(world.finish(world.access.users().all())).hasSize(1);
  }

  @Test
  void chosenPasswordMustBeOne() {
    assertThatThrownBy(() -> world.access.first().ensure("short"))
        .hasMessageContaining("8 characters");
  }

  @Test
  void oneThatWasNeverUsedIsReplacedByTheNextStart() {
    OneTimePassword first = start(true).orElseThrow();
    OneTimePassword second = start(true).orElseThrow();

    assertThat(second.user()).isEqualTo("admin");
    assertThat(second.password()).isNotEqualTo(first.password());
    assertThat(world.finish(world.access.users().all())).hasSize(1);
  }

  @Test
  void usersWithoutAnAdministratorGetOneUnderAFreeName() {
    world.store.put(
        new UserAccount("admin", "hash:" + SECRET, true, false, Set.of("messaging"), 1, 1));

    assertThat(start(false).orElseThrow().user()).isEqualTo("admin-2");
    assertThat(world.refusal(UserWorld.HERE, "admin", SECRET)).isNull();
  }

  @Test
  void disabledAdministratorIsNone() {
    world.store.put(new UserAccount("boss", "hash:" + SECRET, false, false, Set.of("admin"), 1, 1));
    assertThat(start(false).orElseThrow().user()).isEqualTo("admin");
  }

  @Test
  void failsWhileTheDatabaseIsDown() {
    world.store.fail(true);
    assertThat(world.failure(world.access.first().ensure(true)))
        .isInstanceOf(CatalogException.class);
  }

  @Test
  void standingFollowsUsersAndRoles() {
    world.with("boss", SECRET).with("billing", SECRET, "monitor");
    var verdict =
        (io.rewindmq.broker.Authenticator.Verdict.Accepted)
            world.login(UserWorld.HERE, "billing", SECRET);
    assertThat(mayMonitor(verdict.standing().rights())).isTrue();

    world.finish(world.access.users().changeRoles("billing", Set.of("messaging")));
    assertThat(mayMonitor(verdict.standing().rights())).isFalse();
    world.finish(world.access.users().enable("billing", false));
    assertThat(verdict.standing().rights()).isNull();
    world.finish(world.access.users().enable("billing", true));
    assertThat(verdict.standing().rights()).isNotNull();
    world.finish(world.access.users().remove("billing"));
    assertThat(verdict.standing().rights()).isNull();
  }

  private static boolean mayMonitor(@org.jspecify.annotations.Nullable Rights rights) {
    return rights != null && rights.may(io.rewindmq.broker.permission.BrokerRight.MONITOR);
  }
}
