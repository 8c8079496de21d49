// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import static io.rewindmq.broker.AdminException.Reason.EXISTS;
import static io.rewindmq.broker.AdminException.Reason.INVALID;
import static io.rewindmq.broker.AdminException.Reason.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.catalog.CatalogException;
import io.rewindmq.protocol.ErrorCode;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {
  private static final String SECRET = "correct horse";

  private final UserWorld world = new UserWorld();
  private final Users users = world.access.users();

  private void refused(CompletionStage<?> request, AdminException.Reason reason, String text) {
    assertThat(world.failure(request))
        .isInstanceOfSatisfying(
            AdminException.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason))
        .hasMessageContaining(text);
  }

  @Test
  void addsListsAndRemoves() {
    world.with("shipping", SECRET).with("billing", SECRET);
    assertThat(world.finish(users.all()))
        .extracting(UserAccount::name)
        .containsExactly("billing", "shipping");

    world.finish(users.remove("shipping"));
    assertThat(world.finish(users.all()))
        .singleElement()
        .isEqualTo(UserWorld.stored("billing", "hash2:" + SECRET, true, 1_000_000, 1_000_000));
  }

  @Test
  void changeOfPasswordKeepsWhenTheUserWasMade() {
    world.with("billing", SECRET);
    world.clock.advance(5);
    world.finish(users.changePassword("billing", "battery staple", false));

    assertThat(world.finish(users.all()))
        .singleElement()
        .isEqualTo(UserWorld.stored("billing", "hash2:battery staple", true, 1_000_000, 1_000_005));
  }

  @Test
  void doesNotAddAUserOverAnother() {
    world.with("billing", SECRET);

    refused(
        users.add(UserWorld.wanted("billing", "battery staple", "admin")),
        EXISTS,
        "there is a user \"billing\"");
    assertThat(world.refusal(UserWorld.HERE, "billing", SECRET)).isNull();
  }

  @Test
  void saysWhoIsNotThere() {
    refused(users.remove("nobody"), NOT_FOUND, "there is no user \"nobody\"");
    refused(
        users.changePassword("nobody", SECRET, false), NOT_FOUND, "there is no user \"nobody\"");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", " a", "a ", "a\\b", "é", "a\n", "\u0000", "a:b"})
  void refusesANameThatIsNotAllowedAndSaysWhatIs(@Nullable String name) {
    refused(
        users.add(UserWorld.wanted(name, SECRET, "admin")),
        INVALID,
        "letters a to z and A to Z, digits, . _ @ - = , + / and, inside, spaces");
  }

  @Test
  void takesNamesUpToTheLimit() {
    world.with("CN=A-b_c.d@e9,O=x + y/z", SECRET).with("x".repeat(190), SECRET);
    refused(
        users.add(UserWorld.wanted("x".repeat(191), SECRET, "admin")),
        INVALID,
        "1 to 190 characters");
  }

  @Test
  void refusesAPasswordThatIsNotAllowedAndDoesNotRepeatIt() {
    refused(
        users.add(UserWorld.wanted("a", null, "admin")),
        INVALID,
        "a password has at least 8 characters");
    refused(
        users.add(UserWorld.wanted("a", "1234567", "admin")),
        INVALID,
        "a password has at least 8 characters");
    refused(
        users.add(UserWorld.wanted("a", "😀".repeat(7), "admin")),
        INVALID,
        "a password has at least 8 characters");
    refused(
        users.add(UserWorld.wanted("a", "é".repeat(37), "admin")),
        INVALID,
        "a password has at most 72 bytes in UTF-8");
    refused(
        users.add(UserWorld.wanted("a", "12345678\n", "admin")),
        INVALID,
        "a password has no control characters");
    assertThat(world.failure(users.changePassword("a", "geheim1", false)))
        .hasMessageNotContaining("geheim1");

    world.with("a", "12345678").with("b", "é".repeat(36)).with("c", "😀".repeat(8));
  }

  @Test
  void refusesMoreUsersThanAllowed() {
    for (int i = 0; i < Users.USERS_MAX; i++) {
      world.store.put(UserWorld.stored("user" + i, "hash:x", true, 1, 1));
    }
    refused(
        users.add(UserWorld.wanted("one", SECRET, "admin")),
        AdminException.Reason.FORBIDDEN,
        "10000 users");
  }

  @Test
  void failsWhileTheDatabaseIsDown() {
    world.store.fail(true);

    assertThat(world.failure(users.add(UserWorld.wanted("billing", SECRET, "admin"))))
        .isInstanceOf(CatalogException.class);
    assertThat(world.failure(users.all())).isInstanceOf(CatalogException.class);
    assertThat(world.failure(users.remove("billing"))).isInstanceOf(CatalogException.class);
  }

  /** The password was changed, but what the users are now can't be read: nobody is let in by it. */
  @Test
  void oldPasswordIsGoneEvenWhenTheDatabaseFailsJustAfterItsChange() {
    world.with("billing", SECRET);
    assertThat(world.refusal(UserWorld.HERE, "billing", SECRET)).isNull();
    var changed =
        world
            .store
            .changePassword("billing", "hash:battery staple", false, 1)
            .thenCompose(
                done -> {
                  world.store.fail(true);
                  return world.access.directory().changed();
                });
    world.finish(changed);

    assertThat(world.refusal(UserWorld.HERE, "billing", SECRET)).isEqualTo(ErrorCode.UNAVAILABLE);
    world.store.fail(false);
    assertThat(world.refusal(UserWorld.HERE, "billing", SECRET))
        .isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
  }
}
