// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.definition;

import static io.rewindmq.broker.catalog.DestinationDefinition.Kind.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.broker.catalog.CatalogContent;
import io.rewindmq.broker.catalog.DestinationDefinition;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.platform.thread.LaterExecutor;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.shard.DestinationSpec;
import io.rewindmq.testkit.InMemoryCatalog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CatalogMirrorTest {
  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final Deque<Runnable> loop = new ArrayDeque<>();
  private final List<String> answers = new ArrayList<>();
  private CatalogContent truth = new CatalogContent(List.of(), List.of());
  private final List<Runnable> later = new ArrayList<>();
  private final CatalogMirror mirror =
      new CatalogMirror(
          catalog,
          new LaterExecutor() {
            @Override
            public void execute(Runnable task) {
              loop.add(task);
            }

            @Override
            public void executeLater(long delayMillis, Runnable task) {
              later.add(task);
            }
          },
          () -> truth);

  @Test
  void comparesWithTheJournalBeforeTheFirstChange() {
    catalog.createDestination(new DestinationDefinition(QUEUE, "orphan", 1));
    create("new");
    run();

    assertThat(answers).containsExactly("new");
    assertThat(names()).containsExactly("new");
  }

  @Test
  void comparesAgainBeforeTheNextChangeWhenItFailed() {
    catalog.createDestination(new DestinationDefinition(QUEUE, "orphan", 1));
    catalog.fail(true);
    mirror.reconcile();
    create("lost");
    run();
    assertThat(answers).containsExactly("UNAVAILABLE");

    catalog.fail(false);
    truth = new CatalogContent(List.of(new DestinationDefinition(QUEUE, "kept", 1)), List.of());
    create("new");
    run();
    assertThat(names()).containsExactlyInAnyOrder("kept", "new");
  }

  @Test
  void makesOneChangeAfterTheOther() {
    mirror.reconcile();
    run();
    catalog.hold();
    create("a");
    delete("a");
    create("a");
    run();
    assertThat(catalog.heldCount()).isEqualTo(1);

    catalog.letGo();
    run();
    assertThat(answers).containsExactly("a", "-a", "a");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void notesWaitForMoreAndAreWrittenTogether() {
    mirror.reconcile();
    run();
    catalog.hold();
    note("a");
    note("b");
    assertThat(catalog.heldCount()).isZero();
    pass();
    assertThat(catalog.heldCount()).isZero(); // b has come meanwhile
    pass();
    assertThat(catalog.heldCount()).isEqualTo(1);
    note("c");
    catalog.letGo();
    run();
    assertThat(names()).containsExactly("a", "b");

    pass();
    assertThat(names()).containsExactly("a", "b", "c");
  }

  @Test
  void notesThatKeepComingAreWrittenAfterFiveSeconds() {
    mirror.reconcile();
    run();
    note("first");
    for (int i = 1; i <= 50; i++) {
      assertThat(names()).isEmpty();
      note("n" + i);
      pass();
    }
    assertThat(names()).hasSize(51);
  }

  @Test
  void whatSomebodyWaitsForDoesNotWaitForNotesToCome() {
    mirror.reconcile();
    run();
    note("a");
    delete("a");
    create("b");
    run();

    assertThat(answers).containsExactly("-a", "b");
    assertThat(names()).containsExactly("b");
    pass();
    note("c");
    pass();
    assertThat(names()).containsExactly("b", "c");
  }

  @Test
  void notesThatFailAreMadeUpForBeforeTheNextChange() {
    mirror.reconcile();
    run();
    catalog.fail(true);
    note("lost");
    pass();
    catalog.fail(false);
    assertThat(names()).isEmpty();

    truth = new CatalogContent(List.of(new DestinationDefinition(QUEUE, "lost", 1)), List.of());
    note("new");
    pass();
    assertThat(names()).containsExactlyInAnyOrder("lost", "new");
  }

  private void note(String name) {
    mirror.note(DestinationSpec.lasting(DestinationKind.QUEUE, name, DestinationSettings.DEFAULT));
  }

  private void pass() {
    List<Runnable> due = List.copyOf(later);
    later.clear();
    due.forEach(Runnable::run);
    run();
  }

  private void create(String name) {
    mirror.change(
        to -> to.createDestination(new DestinationDefinition(QUEUE, name, 1)), answer(name));
  }

  private void delete(String name) {
    mirror.change(to -> to.deleteDestination(QUEUE, name), answer("-" + name));
  }

  private Answer<@Nullable Void> answer(String text) {
    return new Answer<>() {
      @Override
      public void given(@Nullable Void nothing) {
        answers.add(text);
      }

      @Override
      public void refused(ErrorCode code, String why) {
        answers.add(code.name());
      }
    };
  }

  private void run() {
    while (!loop.isEmpty()) {
      loop.remove().run();
    }
  }

  private List<String> names() {
    return catalog.content().toCompletableFuture().join().destinations().stream()
        .map(DestinationDefinition::name)
        .toList();
  }
}
