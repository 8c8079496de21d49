// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.jms.engine.CreditWindow.Grant;
import org.junit.jupiter.api.Test;

class CreditWindowTest {
  private static CreditWindow granted(int messages, int bytes) {
    CreditWindow window = new CreditWindow(messages, bytes);
    assertThat(window.due(false)).isEqualTo(new Grant(messages, bytes));
    assertThat(window.due(true)).isNull();
    return window;
  }

  @Test
  void grantsAgainWhenHalfOfTheMessagesAreFree() {
    CreditWindow window = granted(4, 1_000);
    window.consumed(1, 10);
    assertThat(window.due(true)).isNull();
    window.consumed(1, 20);
    assertThat(window.due(false)).isEqualTo(new Grant(2, 30));
    assertThat(window.due(true)).isNull();
  }

  @Test
  void grantsAgainWhenHalfOfTheBytesAreFree() {
    CreditWindow window = granted(1_000, 100);
    window.consumed(1, 49);
    assertThat(window.due(true)).isNull();
    window.consumed(1, 1);
    assertThat(window.due(true)).isEqualTo(new Grant(2, 50));
  }

  @Test
  void oddWindowWaitsForTheLargerHalf() {
    CreditWindow window = granted(3, 1_000);
    window.consumed(1, 1);
    assertThat(window.due(true)).isNull();
    window.consumed(1, 1);
    assertThat(window.due(true)).isEqualTo(new Grant(2, 2));
  }

  @Test
  void windowOfOneGrantsAfterEachMessage() {
    CreditWindow window = granted(1, 1_000);
    window.consumed(1, 7);
    assertThat(window.due(false)).isEqualTo(new Grant(1, 7));
  }

  @Test
  void bytesBeyondTheFieldAreGrantedInParts() {
    CreditWindow window = granted(4, Integer.MAX_VALUE);
    window.consumed(1, Integer.MAX_VALUE);
    window.consumed(1, 5);
    assertThat(window.due(true)).isEqualTo(new Grant(2, Integer.MAX_VALUE));
    window.consumed(1, 1);
    window.consumed(1, 1);
    assertThat(window.due(true)).isEqualTo(new Grant(2, 7));
  }

  @Test
  void restartGrantsTheWholeWindowAnew() {
    CreditWindow window = granted(2, 10);
    window.consumed(1, 10);
    window.restart();
    assertThat(window.due(false)).isEqualTo(new Grant(2, 10));
    assertThat(window.due(false)).isNull();
  }

  @Test
  void withNothingAheadOneIsAskedForWhenSomebodyWaits() {
    CreditWindow window = new CreditWindow(0, 100);
    assertThat(window.takesNothingAhead()).isTrue();
    assertThat(window.due(false)).isNull();
    assertThat(window.mustAsk()).isTrue();
    assertThat(window.due(true)).isEqualTo(new Grant(1, 100));
    assertThat(window.mustAsk()).isFalse();
    assertThat(window.due(true)).isNull();
  }

  @Test
  void withNothingAheadTheNextOneIsAskedForWithTheBytesOfTheLast() {
    CreditWindow window = new CreditWindow(0, 100);
    window.due(true);
    window.arrived();
    window.consumed(1, 30);
    assertThat(window.due(false)).isNull();
    assertThat(window.due(true)).isEqualTo(new Grant(1, 30));
    window.restart();
    assertThat(window.due(true)).isEqualTo(new Grant(1, 100));
  }
}
