// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.permission;

import static io.rewindmq.delivery.DestinationKind.QUEUE;
import static io.rewindmq.delivery.DestinationKind.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What roles add up to. */
class RightsTest {
  private static final Permission SENDS =
      new Permission(Set.of(Verb.SEND), Permission.Scope.QUEUE, new NamePattern("orders.*"));
  private static final Permission READS =
      new Permission(
          EnumSet.of(Verb.CONSUME, Verb.BROWSE), Permission.Scope.ANY, new NamePattern("news"));

  private static Rights rights(Permission... permissions) {
    return Rights.of(List.of(new Role("some", Set.of(), List.of(permissions))));
  }

  @Test
  void allowsTheVerbsOfTheKindAndTheNames() {
    Rights rights = rights(SENDS, READS);

    assertThat(rights.may(Verb.SEND, QUEUE, "orders.eu")).isTrue();
    assertThat(rights.may(Verb.SEND, TOPIC, "orders.eu")).isFalse();
    assertThat(rights.may(Verb.CONSUME, QUEUE, "orders.eu")).isFalse();
    assertThat(rights.may(Verb.CONSUME, TOPIC, "news")).isTrue();
    assertThat(rights.may(Verb.BROWSE, QUEUE, "news")).isTrue();
    assertThat(rights.may(Verb.SEND, QUEUE, "news")).isFalse();
    assertThat(rights.mayAnything(QUEUE, "orders.us")).isTrue();
    assertThat(rights.mayAnything(TOPIC, "orders.us")).isFalse();
    assertThat(rights.mayUseDestinations()).isTrue();
  }

  @Test
  void severalRolesAddUp() {
    Rights rights =
        Rights.of(
            List.of(
                new Role("sender", Set.of(), List.of(SENDS)),
                new Role("reader", Set.of(BrokerRight.CONNECTIONS), List.of(READS)),
                Role.MONITOR));

    assertThat(rights.may(Verb.SEND, QUEUE, "orders.eu")).isTrue();
    assertThat(rights.may(Verb.BROWSE, QUEUE, "news")).isTrue();
    assertThat(rights.may(BrokerRight.MONITOR)).isTrue();
    assertThat(rights.may(BrokerRight.CONNECTIONS)).isTrue();
    assertThat(rights.may(BrokerRight.USERS)).isFalse();
  }

  @Test
  void builtInRolesAreWhatTheyAreCalled() {
    Rights monitor = Rights.of(List.of(Role.MONITOR));
    Rights messaging = Rights.of(List.of(Role.MESSAGING));
    for (Verb verb : Verb.values()) {
      assertThat(Rights.everything().may(verb, QUEUE, "any.name at all")).isTrue();
      assertThat(messaging.may(verb, TOPIC, "any.name at all")).isTrue();
      assertThat(monitor.may(verb, QUEUE, "orders")).isFalse();
      assertThat(Rights.nothing().may(verb, QUEUE, "orders")).isFalse();
    }
    for (BrokerRight right : BrokerRight.values()) {
      assertThat(Rights.everything().may(right)).isTrue();
      assertThat(messaging.may(right)).isFalse();
      assertThat(monitor.may(right)).isEqualTo(right == BrokerRight.MONITOR);
    }
    assertThat(monitor.mayUseDestinations()).isFalse();
  }

  @Test
  void askingAllocatesNothing() {
    Rights rights = rights(READS, SENDS);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    boolean allowed = asked(rights, 100_000);
    long before = threads.getCurrentThreadAllocatedBytes();
    allowed &= asked(rights, 100_000);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allowed).isTrue();
    assertThat(bytes).isLessThan(100_000);
  }

  private static boolean asked(Rights rights, int times) {
    boolean allowed = true;
    for (int i = 0; i < times; i++) {
      allowed &= rights.may(Verb.SEND, QUEUE, "orders.eu");
    }
    return allowed;
  }

  @Test
  void textsAreReadBack() {
    for (Verb verb : Verb.values()) {
      assertThat(Verb.ofText(verb.text())).isEqualTo(verb);
    }
    for (BrokerRight right : BrokerRight.values()) {
      assertThat(BrokerRight.ofText(right.text())).isEqualTo(right);
    }
    for (Permission.Scope scope : Permission.Scope.values()) {
      assertThat(Permission.Scope.ofText(scope.text())).isEqualTo(scope);
    }
    assertThatThrownBy(() -> Verb.ofText("write"))
        .hasMessage(
            "expected a verb, one of send, consume, browse, create, manage, replay; got \"write\"");
    assertThatThrownBy(() -> BrokerRight.ofText("root")).hasMessageContaining("monitor");
    assertThatThrownBy(() -> Permission.Scope.ofText("QUEUE")).hasMessageContaining("queue, topic");
    assertThat(READS).hasToString("consume,browse any news");
  }
}
