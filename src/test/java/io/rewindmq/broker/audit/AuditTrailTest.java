// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.catalog.CatalogException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of entries while the database is down. */
class AuditTrailTest {
  private final List<AuditEntry> stored = new ArrayList<>();
  private boolean isOut;
  private final AuditTrail trail =
      new AuditTrail(
          new AuditStore() {
            @Override
            public CompletionStage<@Nullable Void> add(List<AuditEntry> entries) {
              if (isOut) {
                return CompletableFuture.failedStage(new CatalogException("it is away", null));
              }
              stored.addAll(entries);
              return CompletableFuture.completedStage(null);
            }

            @Override
            public CompletionStage<List<AuditEntry>> page(AuditQuery query) {
              return CompletableFuture.completedStage(List.copyOf(stored));
            }
          });

  private static AuditEntry entry(int number) {
    return new AuditEntry(
        0, number, "anna", "here", "user.add", "user " + number, AuditEntry.Outcome.DONE, "");
  }

  @Test
  void entriesWaitForTheDatabaseInTheirOrder() {
    trail.note(entry(0));
    isOut = true;
    trail.note(entry(1));
    trail.note(entry(2));
    trail.retry();
    assertThat(stored).hasSize(1);

    isOut = false;
    trail.retry();
    trail.retry();
    assertThat(stored).containsExactly(entry(0), entry(1), entry(2));
  }

  @Test
  void noMoreWaitThanMay() {
    isOut = true;
    for (int i = 0; i < AuditTrail.WAITING_MAX + 5; i++) {
      trail.note(entry(i));
    }
    isOut = false;
    trail.retry();

    assertThat(stored).hasSize(AuditTrail.WAITING_MAX).startsWith(entry(0));
    trail.note(entry(7));
    assertThat(stored).endsWith(entry(7));
  }

  @Test
  void closingForgetsWhatWaits() {
    isOut = true;
    trail.note(entry(1));
    trail.close();
    isOut = false;
    trail.retry();
    assertThat(stored).isEmpty();
  }

  @Test
  void textsThatAreTooLongAreCutBetweenCharacters() {
    AuditEntry long_ =
        new AuditEntry(
            0,
            1,
            "u".repeat(300),
            "a".repeat(300),
            "v",
            "😀".repeat(1000),
            AuditEntry.Outcome.FAILED,
            "d".repeat(5000));

    assertThat(long_.user()).hasSize(AuditEntry.USER_CHARS_MAX).endsWith("u…");
    assertThat(long_.object())
        .hasSizeLessThanOrEqualTo(AuditEntry.OBJECT_CHARS_MAX)
        .endsWith("😀…");
    assertThat(long_.details()).hasSize(AuditEntry.DETAILS_CHARS_MAX);
  }
}
