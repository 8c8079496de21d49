// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import static io.rewindmq.broker.user.UserWorld.ELSEWHERE;
import static io.rewindmq.broker.user.UserWorld.HERE;
import static io.rewindmq.protocol.ErrorCode.AUTHENTICATION_FAILED;
import static io.rewindmq.protocol.ErrorCode.LIMIT_REACHED;
import static io.rewindmq.protocol.ErrorCode.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.Authenticator.Attempt;
import io.rewindmq.broker.Authenticator.Verdict;
import io.rewindmq.broker.PeerAddress;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LoginDeskTest {
  private static final String SECRET = "correct horse";

  @Test
  void takesAnybodyFromThisMachineWhileNobodyExists() {
    UserWorld world = new UserWorld();

    assertThat(world.user(world.login(HERE, null, null))).isNull();
    assertThat(world.user(world.login(HERE, "billing", "x"))).isEqualTo("billing");
    assertThat(world.refusal(ELSEWHERE, null, null)).isEqualTo(AUTHENTICATION_FAILED);
    assertThat(world.refusal(ELSEWHERE, "billing", "x")).isEqualTo(AUTHENTICATION_FAILED);
  }

  @Test
  void wantsTheRightPasswordOnceAUserExists() {
    UserWorld world = new UserWorld().with("billing", SECRET);

    assertThat(world.user(world.login(ELSEWHERE, "billing", SECRET))).isEqualTo("billing");
    assertThat(world.refusal(HERE, "billing", "wrong horse")).isEqualTo(AUTHENTICATION_FAILED);
    assertThat(world.refusal(HERE, "billing", null)).isEqualTo(AUTHENTICATION_FAILED);
    assertThat(world.refusal(HERE, "Billing", SECRET)).isEqualTo(AUTHENTICATION_FAILED);
    assertThat(world.refusal(HERE, null, null)).isEqualTo(AUTHENTICATION_FAILED);
    assertThat(world.refusal(HERE, "", "")).isEqualTo(AUTHENTICATION_FAILED);
    assertThat(world.refusal(HERE, null, SECRET)).isEqualTo(AUTHENTICATION_FAILED);
  }

  @Test
  void takesALoginWithoutUserWhereThatIsAllowedAndNeverAWrongPassword() {
    UserWorld world = new UserWorld(true).with("billing", SECRET);

    assertThat(world.user(world.login(ELSEWHERE, null, null))).isNull();
    assertThat(world.user(world.login(ELSEWHERE, "", ""))).isNull();
    assertThat(world.refusal(HERE, "billing", "wrong horse")).isEqualTo(AUTHENTICATION_FAILED);
    assertThat(world.refusal(HERE, "", SECRET)).isEqualTo(AUTHENTICATION_FAILED);
    assertThat(world.refusal(HERE, "nobody", SECRET)).isEqualTo(AUTHENTICATION_FAILED);
  }

  @Test
  void answersAnUnknownUserLikeAWrongPasswordAfterTheSameWork() {
    UserWorld world = new UserWorld().with("billing", SECRET);
    world.store.put(UserWorld.stored("away", "hash:" + SECRET, false, 1, 1));
    world.clock.advance(UserDirectory.FRESH_MILLIS);

    Verdict wrong = world.login(HERE, "billing", "wrong horse");
    assertThat(world.hash.compared()).isEqualTo(1);
    assertThat(world.login(HERE, "nobody", "wrong horse")).isEqualTo(wrong);
    assertThat(world.hash.compared()).isEqualTo(2);
    assertThat(world.login(HERE, "away", SECRET)).isEqualTo(wrong);
    assertThat(world.hash.compared()).isEqualTo(3);
    assertThat(world.login(HERE, "billing", "x".repeat(10_000))).isEqualTo(wrong);
    assertThat(world.hash.compared()).isEqualTo(4);
    assertThat(world.login(HERE, "no\nname", "wrong horse")).isEqualTo(wrong);
    assertThat(world.hash.compared()).isEqualTo(5);
  }

  @Test
  void hashesOnceForAThousandClientsThatComeBackAtOnce() {
    UserWorld world = new UserWorld().with("billing", SECRET);
    List<CompletableFuture<Verdict>> logins = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      logins.add(world.begin(HERE, "billing", SECRET));
    }
    assertThat(logins).noneMatch(CompletableFuture::isDone);
    world.threads.run();

    assertThat(logins).allMatch(login -> login.join() instanceof Verdict.Accepted);
    assertThat(world.begin(ELSEWHERE, "billing", SECRET)).as("answered at once").isDone();
    assertThat(world.hash.compared()).isEqualTo(1);
  }

  @Test
  void forgetsARememberedPasswordWhenItIsChangedOrItsUserRemoved() {
    UserWorld world = new UserWorld().with("billing", SECRET).with("other", SECRET);
    assertThat(world.refusal(HERE, "billing", SECRET)).isNull();

    world.finish(world.access.users().changePassword("billing", "battery staple", false));
    assertThat(world.refusal(HERE, "billing", SECRET)).isEqualTo(AUTHENTICATION_FAILED);
    assertThat(world.refusal(HERE, "billing", "battery staple")).isNull();

    world.finish(world.access.users().remove("billing"));
    assertThat(world.refusal(HERE, "billing", "battery staple")).isEqualTo(AUTHENTICATION_FAILED);

    world.finish(world.access.users().add(UserWorld.wanted("billing", "battery staple", "admin")));
    int before = world.hash.compared();
    assertThat(world.refusal(HERE, "billing", "battery staple")).isNull();
    assertThat(world.hash.compared()).as("not from memory").isEqualTo(before + 1);
  }

  @Test
  void noticesTheChangeOfAnotherBrokerWhenWhatItKnowsIsOld() {
    UserWorld world = new UserWorld().with("billing", SECRET);
    assertThat(world.refusal(HERE, "billing", SECRET)).isNull();
    world.store.put(UserWorld.stored("billing", "hash:battery staple", true, 1, 2));

    world.clock.advance(UserDirectory.FRESH_MILLIS - 1);
    assertThat(world.refusal(HERE, "billing", SECRET)).isNull();
    world.clock.advance(1);
    assertThat(world.refusal(HERE, "billing", SECRET)).isEqualTo(AUTHENTICATION_FAILED);
    assertThat(world.refusal(HERE, "billing", "battery staple")).isNull();
  }

  @Test
  void goesOnWithTheUsersItKnowsWhileTheDatabaseIsDown() {
    UserWorld world = new UserWorld().with("billing", SECRET).with("shipping", SECRET);
    assertThat(world.refusal(HERE, "billing", SECRET)).isNull();
    world.store.fail(true);
    world.clock.advance(3_600_000);

    assertThat(world.refusal(HERE, "billing", SECRET)).isNull();
    assertThat(world.refusal(HERE, "shipping", SECRET)).isNull();
    assertThat(world.refusal(HERE, "billing", "wrong horse")).isEqualTo(AUTHENTICATION_FAILED);
  }

  @Test
  void letsNobodyInWhileItIsNotKnownWhetherThereAreUsers() {
    UserWorld world = new UserWorld();
    world.store.fail(true);
    assertThat(world.refusal(HERE, null, null)).isEqualTo(UNAVAILABLE);

    world.store.fail(false);
    assertThat(world.refusal(HERE, null, null)).isNull();
  }

  @Test
  void warmingUpSaysWhetherTheUsersAreKnown() {
    UserWorld world = new UserWorld();
    world.store.fail(true);
    assertThat(world.finish(world.access.directory().warmUp())).isFalse();

    world.store.fail(false);
    assertThat(world.finish(world.access.directory().warmUp())).isTrue();
    assertThat(world.begin(HERE, null, null)).as("answered at once").isDone();
    assertThat(world.store.reads()).isEqualTo(1);
  }

  @Test
  void asksTheStoreOnceForManyLogins() {
    UserWorld world = new UserWorld();
    world.store.hold();
    List<CompletableFuture<Verdict>> logins = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      logins.add(world.begin(HERE, null, null));
    }
    world.store.letGo();

    assertThat(logins).allMatch(login -> login.join() instanceof Verdict.Accepted);
    assertThat(world.store.reads()).isEqualTo(1);
  }

  @Test
  void saysThatItIsBusyWhenTooManyHashesWait() {
    UserWorld world = new UserWorld().with("billing", SECRET);
    List<CompletableFuture<Verdict>> logins = new ArrayList<>();
    for (int i = 0; i < UserWorld.HASHES_WAITING_MAX; i++) {
      logins.add(world.begin(new PeerAddress("10.0.0." + i + ":1", false), "billing", "wrong" + i));
    }
    assertThat(world.threads.waiting(ThreadRole.ADMIN_WORKER))
        .isEqualTo(UserWorld.HASHES_WAITING_MAX);
    for (int i = 0; i < 2 * FailedLogins.FREE; i++) {
      assertThat(UserWorld.refusal(world.begin(HERE, "billing", SECRET).join()))
          .isEqualTo(LIMIT_REACHED);
    }
    world.threads.run();

    assertThat(logins).allMatch(l -> UserWorld.refusal(l.join()) == AUTHENTICATION_FAILED);
    assertThat(world.refusal(HERE, "billing", SECRET)).as("being busy is no failure").isNull();
  }

  @Test
  void slowsDownWhoGuessesAndNobodyElse() {
    UserWorld world = new UserWorld().with("billing", SECRET).with("shipping", SECRET);
    for (int i = 0; i < FailedLogins.FREE; i++) {
      assertThat(world.refusal(ELSEWHERE, "billing", "guess" + i)).isEqualTo(AUTHENTICATION_FAILED);
    }
    int hashes = world.hash.compared();

    assertThat(world.refusal(ELSEWHERE, "billing", SECRET)).isEqualTo(LIMIT_REACHED);
    assertThat(world.hash.compared()).isEqualTo(hashes);
    assertThat(world.refusal(new PeerAddress("10.0.0.7:50001", false), "billing", SECRET))
        .as("another port is no other machine")
        .isEqualTo(LIMIT_REACHED);
    assertThat(world.refusal(HERE, "billing", SECRET)).isNull();
    assertThat(world.refusal(ELSEWHERE, "shipping", SECRET)).isNull();
    world.clock.advance(1_000);
    assertThat(world.refusal(ELSEWHERE, "billing", SECRET)).isNull();
  }

  @Test
  void guessesThatComeAtOnceAreSlowedDownToo() {
    UserWorld world = new UserWorld().with("billing", SECRET);
    List<CompletableFuture<Verdict>> guesses = new ArrayList<>();
    for (int i = 0; i < FailedLogins.FREE + 2; i++) {
      guesses.add(world.begin(ELSEWHERE, "billing", "guess" + i));
    }

    assertThat(world.threads.waiting(ThreadRole.ADMIN_WORKER)).isEqualTo(FailedLogins.FREE);
    assertThat(guesses.getLast().join())
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(LIMIT_REACHED);
              assertThat(refused.text()).endsWith("try again in 1 s");
            });
  }

  @Test
  void damagedHashLetsNobodyIn() {
    UserWorld world = new UserWorld();
    world.store.put(UserWorld.stored("billing", "damaged", true, 1, 1));

    assertThat(world.refusal(HERE, "billing", SECRET)).isEqualTo(AUTHENTICATION_FAILED);
    assertThat(world.refusal(HERE, "billing", "damaged")).isEqualTo(AUTHENTICATION_FAILED);
  }

  @Test
  void noSecretIsInWhatIsPrinted() {
    assertThat(new Attempt(HERE, "billing", SECRET).toString())
        .contains("billing")
        .doesNotContain(SECRET);
    assertThat(UserWorld.stored("billing", "hash1:" + SECRET, true, 1, 1).toString())
        .contains("billing")
        .doesNotContain("hash");
  }
}
