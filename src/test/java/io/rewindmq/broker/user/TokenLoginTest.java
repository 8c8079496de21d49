// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.Authenticator.Verdict;
import io.rewindmq.broker.permission.BrokerRight;
import io.rewindmq.broker.permission.Rights;
import io.rewindmq.broker.permission.Role;
import io.rewindmq.protocol.ErrorCode;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Logins with tokens, and without any user. */
class TokenLoginTest {
  private static final String SECRET = "correct horse";

  private static TokenCheck.Result checked(String token) {
    return switch (token) {
      case "good" -> new TokenCheck.Result.Good("alice", Set.of("monitor", "unknown"), 2_000_000);
      case "later" -> new TokenCheck.Result.Unknown("its keys can't be read");
      default -> new TokenCheck.Result.Bad("it has run out");
    };
  }

  private final UserWorld world =
      new UserWorld(
          new LoginRules(false, false), token -> CompletableFuture.completedStage(checked(token)));

  @Test
  void goodTokenIsAUserOfItsOwnWithTheRolesItNames() {
    world.with("alice", SECRET, "admin");
    Verdict.Accepted in = (Verdict.Accepted) world.login(UserWorld.ELSEWHERE, null, "good");

    assertThat(in.user()).isEqualTo("jwt:alice");
    Rights rights = Objects.requireNonNull(in.standing().rights());
    assertThat(rights.may(BrokerRight.MONITOR)).isTrue();
    assertThat(rights.may(BrokerRight.USERS)).as("of the user of that name").isFalse();
    assertThat(in.standing().endsMillis()).isEqualTo(2_000_000);
  }

  @Test
  void tokenIsNotTakenBeforeItsRolesAreKnown() {
    world.store.fail(true);
    assertThat(world.refusal(UserWorld.HERE, null, "good")).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void tokenRunsOut() {
    world.with("boss", SECRET);
    Verdict.Accepted in = (Verdict.Accepted) world.login(UserWorld.HERE, "", "good");
    world.clock.advance(999_999);
    assertThat(in.standing().rights()).isNotNull();
    world.clock.advance(1);
    assertThat(in.standing().rights()).isNull();
  }

  @Test
  void badTokenIsWrongAndOneThatNobodyCanCheckIsNot() {
    world.with("boss", SECRET);
    assertThat(world.login(UserWorld.HERE, null, "bad"))
        .isEqualTo(
            new Verdict.Refused(
                ErrorCode.AUTHENTICATION_FAILED, "the token is not accepted: it has run out"));
    assertThat(world.refusal(UserWorld.HERE, null, "later")).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(world.refusal(UserWorld.HERE, "boss", "good"))
        .as("a password of a user is none")
        .isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
  }

  @Test
  void whoCameInWhileNobodyExistedIsOutWhenSomebodyDoes() {
    Verdict.Accepted in = (Verdict.Accepted) world.login(UserWorld.HERE, null, null);
    assertThat(Objects.requireNonNull(in.standing().rights()).may(BrokerRight.USERS)).isTrue();

    world.with("boss", SECRET);
    assertThat(in.standing().rights()).isNull();
  }

  @Test
  void whoComesWithoutAUserMayDoWhatTheRoleForItSays() {
    UserWorld open = new UserWorld(true).with("boss", SECRET);
    Verdict.Accepted in = (Verdict.Accepted) open.login(UserWorld.ELSEWHERE, null, null);
    assertThat(Objects.requireNonNull(in.standing().rights()).mayUseDestinations()).isTrue();
    assertThat(Objects.requireNonNull(in.standing().rights()).may(BrokerRight.MONITOR)).isFalse();

    open.finish(open.access.roles().put(new Role(Role.ANONYMOUS, Set.of(), List.of())));
    assertThat(Objects.requireNonNull(in.standing().rights()).mayUseDestinations()).isFalse();
  }

  @Test
  void userWhoIsVouchedForComesInAsHimself() {
    world.with("boss", SECRET).with("billing", SECRET, "monitor");
    Verdict.Accepted in = world.finish(world.access.desk().vouched("billing")).orElseThrow();
    assertThat(in.user()).isEqualTo("billing");
    Rights rights = Objects.requireNonNull(in.standing().rights());
    assertThat(rights.may(BrokerRight.MONITOR)).isTrue();
    assertThat(rights.may(BrokerRight.USERS)).isFalse();

    world.finish(world.access.users().enable("billing", false));
    assertThat(world.finish(world.access.desk().vouched("billing"))).isEmpty();
    assertThat(world.finish(world.access.desk().vouched("nobody"))).isEmpty();
  }

  @Test
  void nobodyIsAnonymousInAdministration() {
    UserWorld open = new UserWorld(true).with("boss", SECRET);
    Identification found =
        open.finish(
            open.access
                .desk()
                .identify(
                    new io.rewindmq.broker.Authenticator.Attempt(UserWorld.HERE, null, null)));
    assertThat(found).isInstanceOf(Identification.Refused.class);
  }
}
