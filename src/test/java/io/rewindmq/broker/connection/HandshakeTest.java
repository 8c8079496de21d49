// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.client.ConnectionSummary;
import io.rewindmq.platform.fault.InvariantError;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import io.rewindmq.protocol.SubscriptionKind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private final BrokerWorld world = new BrokerWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void welcomesAClient() {
    TestClient client = world.client(7);

    Frame.Welcome welcome = client.ask(client.helloFrame("billing"), Frame.Welcome.class);

    assertThat(welcome.version()).isEqualTo(1);
    assertThat(welcome.epoch()).isEqualTo(world.shard().epoch());
    assertThat(welcome.heartbeatMillis()).isEqualTo(10_000);
    assertThat(welcome.maxMessageBytes()).isEqualTo(16 << 20);
    assertThat(client.outbox.frameBytesMax).isEqualTo(welcome.maxFrameBytes());
    assertThat(world.broker().roster().connections())
        .extracting(ConnectionSummary::clientId)
        .containsExactly("billing");
  }

  @Test
  void refusesAnythingButAHello() {
    TestClient client = world.client(7);
    client.tell(new Frame.OpenSession(1, 1, 1, 1));

    assertThat(client.failure().code()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
  }

  @Test
  void refusesEverybodyOnceTheShardHasFailed() {
    TestClient client = world.client(7);
    world.loop().fail(new InvariantError("broken on purpose"));
    client.receive(client.helloFrame(null));

    assertThat(client.failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void refusesAHelloWithoutTheMagic() {
    TestClient client = world.client(7);
    ByteBuffer hello = FrameCodec.encode(client.helloFrame(null));
    hello.getInt();
    ByteBuffer frame = hello.slice();
    frame.putInt(4, 0x12345678);
    client.receiveRaw(frame);

    assertThat(client.failure().code()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
  }

  @Test
  void refusesAnUnknownVersion() {
    TestClient client = world.client(7);
    client.tell(new Frame.Hello(2, 9, 7, 0, 64 << 20, null, null, null, "x", Map.of()));

    assertThat(client.failure().code()).isEqualTo(ErrorCode.VERSION_UNSUPPORTED);
  }

  @Test
  void refusesAClientWhoseFramesCanNotHoldTheLargestMessage() {
    TestClient client = world.client(7);
    client.tell(new Frame.Hello(1, 1, 7, 0, 1 << 20, null, null, null, "x", Map.of()));

    assertThat(client.failure().code()).isEqualTo(ErrorCode.FRAME_TOO_LARGE);
  }

  @Test
  void refusesASecondLiveConnectionWithTheSameClientId() {
    TestClient first = world.client(7).hello("billing");
    TestClient second = world.client(8);
    second.tell(second.helloFrame("billing"));
    assertThat(second.failure().code()).isEqualTo(ErrorCode.CLIENT_ID_IN_USE);

    first.ok(new Frame.Goodbye(first.request()));
    assertThat(first.outbox.isClosed).isTrue();
    world.client(9).hello("billing");
  }

  @Test
  void letsAClientTakeItsOwnOldConnectionOver() {
    TestClient old = world.client(7).ready("billing");
    int consumer = old.consume(old.queue("q"), SubscriptionKind.QUEUE, null);
    assertThat(consumer).isPositive();

    TestClient again = world.client(7).ready("billing");

    assertThat(old.failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(world.broker().roster().connections()).hasSize(1);
    again.send(again.queue("q"), "a");
    again.consume(again.queue("q"), SubscriptionKind.QUEUE, null);
    assertThat(again.texts()).containsExactly("a");
    assertThat(old.texts()).isEmpty();
  }

  @Test
  void setsAClientIdOnceAndFirst() {
    TestClient client = world.client(7).hello(null);
    TestClient other = world.client(8).hello("taken");
    client.refused(new Frame.SetClientId(client.request(), "taken"), ErrorCode.CLIENT_ID_IN_USE);
    client.ok(new Frame.SetClientId(client.request(), "free"));
    client.refused(new Frame.SetClientId(client.request(), "again"), ErrorCode.ILLEGAL_STATE);
    other.refused(new Frame.SetClientId(other.request(), "x"), ErrorCode.ILLEGAL_STATE);

    TestClient late = world.client(9).ready(null);
    late.refused(new Frame.SetClientId(late.request(), "late"), ErrorCode.ILLEGAL_STATE);
  }

  @Test
  void closesAConnectionThatSendsNonsense() {
    TestClient client = world.client(7).ready(null);
    client.receiveRaw(ByteBuffer.wrap(new byte[] {0x77, 0, 0, 0}));

    assertThat(client.failure().code()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
    assertThat(world.broker().roster().connections()).isEmpty();
    client.tell(new Frame.OpenSession(2, 9, 1, 2));
    assertThat(client.outbox.sent).isEmpty();
  }

  @Test
  void closesAConnectionThatSendsWhatOnlyABrokerSends() {
    TestClient client = world.client(7).ready(null);
    client.tell(new Frame.Ok(0, 1));

    assertThat(client.failure().code()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
  }

  @Test
  void closesAConnectionThatCommitsOrAsksForNoTransaction() {
    TestClient one = world.client(7).ready(null);
    one.tell(new Frame.Commit(1, one.request(), 0, world.shard().epoch(), List.of()));
    TestClient other = world.client(8).ready(null);
    other.tell(new Frame.QueryOutcome(0, other.request(), 1, 0));

    assertThat(one.failure().code()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
    assertThat(other.failure().code()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
    assertThat(world.shard().isFailed()).isFalse();
  }

  @Test
  void refusesWhatNamesASessionThatIsNotOpen() {
    TestClient client = world.client(7).ready(null);
    client.refused(new Frame.CloseSession(3, client.request()), ErrorCode.ILLEGAL_STATE);
    client.tell(new Frame.Credit(3, 1, 1, 1, 1));
    client.tell(new Frame.HandedOver(3, 1, 1));
    assertThat(client.outbox.sent).isEmpty();
  }

  @Test
  void tellsAllClientsWhenTheBrokerStops() {
    TestClient client = world.client(7).ready(null);
    world.broker().closeAll("the broker stops");

    assertThat(client.failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
  }
}
