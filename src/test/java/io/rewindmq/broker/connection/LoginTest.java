// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.Authenticator.Attempt;
import io.rewindmq.broker.Authenticator.Verdict;
import io.rewindmq.broker.client.ConnectionSummary;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection whose login takes a while to judge. */
class LoginTest {
  private final Deque<Attempt> attempts = new ArrayDeque<>();
  private final Deque<CompletableFuture<Verdict>> verdicts = new ArrayDeque<>();
  private final BrokerWorld world =
      new BrokerWorld(
          attempt -> {
            attempts.add(attempt);
            CompletableFuture<Verdict> verdict = new CompletableFuture<>();
            verdicts.add(verdict);
            return verdict;
          });

  @AfterEach
  void close() {
    world.close();
  }

  private static Frame.Hello hello(long connectionId, @Nullable String user) {
    return new Frame.Hello(
        1, 1, connectionId, 0, TestClient.FRAME_BYTES_MAX, "id", user, "secret", "x", Map.of());
  }

  private void judge(Verdict verdict) {
    Objects.requireNonNull(verdicts.poll()).complete(verdict);
    world.run();
  }

  private TestClient loggedIn(long connectionId, String user) {
    TestClient client = world.client(connectionId);
    client.tell(hello(connectionId, user));
    judge(Verdict.Accepted.everything(user));
    client.only(Frame.Welcome.class);
    return client;
  }

  @Test
  void isWelcomedWhenItIsAcceptedAndNotBefore() {
    TestClient client = world.client(7);
    client.tell(hello(7, "billing"));
    assertThat(attempts)
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.user()).isEqualTo("billing");
              assertThat(attempt.password()).isEqualTo("secret");
            });
    assertThat(client.outbox.sent).isEmpty();
    assertThat(world.broker().roster().connections()).isEmpty();

    judge(Verdict.Accepted.everything("billing"));
    client.only(Frame.Welcome.class);
    assertThat(world.broker().roster().connections())
        .extracting(ConnectionSummary::user)
        .containsExactly("billing");
  }

  @Test
  void isToldWhyItIsRefused() {
    TestClient client = world.client(7);
    client.tell(hello(7, "billing"));
    judge(new Verdict.Refused(ErrorCode.AUTHENTICATION_FAILED, "wrong user or password"));

    assertThat(client.failure())
        .isEqualTo(new Frame.Failure(ErrorCode.AUTHENTICATION_FAILED, "wrong user or password"));
    assertThat(world.broker().roster().connections()).isEmpty();
  }

  @Test
  void mustNotSayAnythingElseMeanwhile() {
    TestClient client = world.client(7);
    client.tell(hello(7, "billing"));
    client.tell(new Frame.OpenSession(1, 1, 1, 1));
    assertThat(client.failure().code()).isEqualTo(ErrorCode.PROTOCOL_ERROR);

    judge(Verdict.Accepted.everything("billing"));
    assertThat(client.outbox.sent).isEmpty();
    assertThat(world.broker().roster().connections()).isEmpty();
  }

  @Test
  void verdictOnALostConnectionHasNoEffect() {
    TestClient client = world.client(7);
    client.tell(hello(7, "billing"));
    client.lose();

    judge(Verdict.Accepted.everything("billing"));
    assertThat(client.outbox.sent).isEmpty();
    assertThat(world.broker().roster().connections()).isEmpty();
    loggedIn(8, "billing"); // with the same client id
  }

  @Test
  void isNotJudgedWhenItCouldNotBeWelcomedAnyway() {
    TestClient client = world.client(7);
    client.tell(new Frame.Hello(2, 9, 7, 0, 64 << 20, null, null, null, "x", Map.of()));

    assertThat(client.failure().code()).isEqualTo(ErrorCode.VERSION_UNSUPPORTED);
    assertThat(attempts).isEmpty();
  }

  @Test
  void anotherUserCanNotTakeAConnectionOver() {
    TestClient old = loggedIn(7, "billing");
    TestClient thief = world.client(7);
    thief.tell(hello(7, "shipping"));
    judge(Verdict.Accepted.everything("shipping"));

    assertThat(thief.failure().code()).isEqualTo(ErrorCode.NOT_AUTHORIZED);
    assertThat(old.outbox.isClosed).isFalse();
    loggedIn(7, "billing");
    assertThat(old.failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
  }
}
