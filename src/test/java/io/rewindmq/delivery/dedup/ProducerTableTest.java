// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.ProducerId;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProducerTableTest {
  private static final ProducerId ID = new ProducerId(1, 1);

  private final ProducerTable all = new ProducerTable();
  private final ProducerTable lastOnly = new ProducerTable();

  /** A journal whose older segments are freed begins with any entry of a producer. */
  @Test
  void theLastEntryAloneTellsEverything() {
    all.took(ID, 5, 5, 1, 2_000, 100);
    all.took(ID, 6, 6, 2, 1_000, 200); // the clock was set back at a restart in between
    lastOnly.took(ID, 6, 6, 2, 1_000, 200);

    ProducerState known = Objects.requireNonNull(all.get(ID));
    ProducerState replayed = Objects.requireNonNull(lastOnly.get(ID));
    assertThat(known.lastSequence()).isEqualTo(replayed.lastSequence());
    assertThat(known.lastCommitted()).isEqualTo(replayed.lastCommitted());
    assertThat(known.lastMillis()).isEqualTo(replayed.lastMillis());
    assertThat(known.lastPosition()).isEqualTo(replayed.lastPosition());
  }
}
