// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CreditWindowTest {
  @Test
  void grantsAgainWhenHalfOfTheMessagesAreFree() {
    CreditWindow window = new CreditWindow(4, 1_000);
    window.consumed(10);
    assertThat(window.isDue()).isFalse();
    window.consumed(20);
    assertThat(window.isDue()).isTrue();
    assertThat(window.takeMessages()).isEqualTo(2);
    assertThat(window.takeBytes()).isEqualTo(30);
    assertThat(window.isDue()).isFalse();
  }

  @Test
  void grantsAgainWhenHalfOfTheBytesAreFree() {
    CreditWindow window = new CreditWindow(1_000, 100);
    window.consumed(49);
    assertThat(window.isDue()).isFalse();
    window.consumed(1);
    assertThat(window.isDue()).isTrue();
    assertThat(window.takeMessages()).isEqualTo(2);
  }

  @Test
  void oddWindowWaitsForTheLargerHalf() {
    CreditWindow window = new CreditWindow(3, 1_000);
    window.consumed(1);
    assertThat(window.isDue()).isFalse();
    window.consumed(1);
    assertThat(window.isDue()).isTrue();
  }

  @Test
  void windowOfOneIsDueAfterEachMessage() {
    CreditWindow window = new CreditWindow(1, 1_000);
    window.consumed(1);
    assertThat(window.isDue()).isTrue();
  }

  @Test
  void nothingIsDueWhenNothingWasConsumed() {
    assertThat(new CreditWindow(1, 1).isDue()).isFalse();
  }

  @Test
  void bytesBeyondTheFieldAreGrantedAsItsLargestValue() {
    CreditWindow window = new CreditWindow(4, Integer.MAX_VALUE);
    window.consumed(Integer.MAX_VALUE);
    window.consumed(Integer.MAX_VALUE);
    assertThat(window.takeBytes()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void restartForgetsWhatWasFreed() {
    CreditWindow window = new CreditWindow(2, 10);
    window.consumed(10);
    window.restart();
    assertThat(window.isDue()).isFalse();
    assertThat(window.takeMessages()).isZero();
    assertThat(window.takeBytes()).isZero();
  }
}
