// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalTransactionTest {
  private final LocalTransaction transaction = new LocalTransaction();

  @Test
  void firstIsNumberOneAndIdle() {
    assertThat(transaction.number()).isEqualTo(1);
    assertThat(transaction.isActive()).isFalse();
    assertThat(transaction.isLost()).isFalse();
  }

  @Test
  void lostConnectionDoesNotHarmAnIdleTransaction() {
    transaction.connectionLost();
    transaction.touch();
    assertThat(transaction.isLost()).isFalse();
  }

  @Test
  void lostConnectionDoomsWhatWasDone() {
    transaction.touch();
    transaction.connectionLost();
    assertThat(transaction.isActive()).isTrue();
    assertThat(transaction.isLost()).isTrue();
  }

  @Test
  void nextOneIsCleanAndHasTheNextNumber() {
    transaction.touch();
    transaction.connectionLost();
    transaction.next();
    assertThat(transaction.number()).isEqualTo(2);
    assertThat(transaction.isActive()).isFalse();
    assertThat(transaction.isLost()).isFalse();
  }
}
