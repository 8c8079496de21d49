// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeliveryLedgerTest {
  private final DeliveryLedger ledger = new DeliveryLedger();
  private final long message = DeliveryLedger.message(3, 14);

  @Test
  void findsNothingWrongWithOneReceptionAndFlaggedRepeats() {
    ledger.confirmed(message);
    ledger.received(message, false);
    ledger.received(message, true);

    assertThat(ledger.faults()).isEmpty();
    assertThat(ledger.flaggedRepeats()).isEqualTo(1);
  }

  @Test
  void reportsConfirmedMessageThatNobodyReceived() {
    ledger.confirmed(message);

    assertThat(ledger.missing()).isEqualTo(1);
    assertThat(ledger.faults())
        .containsExactly("message 14 of producer 3 was confirmed and never received");
  }

  @Test
  void reportsSecondReceptionWithoutFlag() {
    ledger.received(message, false);
    ledger.received(message, false);

    assertThat(ledger.unflaggedRepeats()).isEqualTo(1);
    assertThat(ledger.faults())
        .containsExactly("message 14 of producer 3 was received 2 times without flag");
  }

  @Test
  void reportsMessageOfRolledBackTransaction() {
    ledger.rolledBack(message);
    ledger.received(message, true);

    assertThat(ledger.faults())
        .containsExactly("message 14 of producer 3 was rolled back and received all the same");
  }
}
