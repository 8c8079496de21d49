// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadProgressTest {
  private final ReadProgress progress = new ReadProgress();

  @Test
  void beginsWithTheStartAsLongAsNothingCame() {
    assertThat(progress.resume()).isEmpty();
    progress.settled();
    assertThat(progress.resume()).isEmpty();
  }

  @Test
  void goesOnWithTheFirstThatIsNotSettled() {
    progress.handedOver(0, 5, 5);
    progress.handedOver(0, 6, 6);
    assertThat(progress.resume()).containsEntry(0, 5L);

    progress.settled();
    assertThat(progress.resume()).containsEntry(0, 7L);

    progress.handedOver(0, 7, 7);
    assertThat(progress.resume()).containsEntry(0, 7L);
  }

  @Test
  void knowsEachPartition() {
    progress.handedOver(2, 9, 9);
    progress.settled();
    progress.handedOver(0, 4, 4);

    assertThat(progress.resume()).containsEntry(2, 10L).containsEntry(0, 4L).hasSize(2);
  }

  @Test
  void aMessageInPartsComesAgainFromItsFirstOne() {
    progress.handedOver(0, 5, 8);
    assertThat(progress.resume()).containsEntry(0, 5L);

    progress.settled();
    assertThat(progress.resume()).containsEntry(0, 9L);
  }

  @Test
  void doesNotGoBackWhenAMessageComesAgain() {
    progress.handedOver(0, 8, 8);
    progress.settled();
    progress.handedOver(0, 3, 3);
    progress.settled();

    assertThat(progress.resume()).containsEntry(0, 9L);
  }
}
