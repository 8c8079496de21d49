// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.agreement;

import io.rewindmq.testkit.SimRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A database with one row, reached over a network that loses questions and answers. A wish whose
 * answer was lost may come true much later.
 */
public final class ModelRows {
  /** A broker that asks. */
  public interface Client {
    /** Raised when it starts anew; answers to an earlier life are lost. */
    int life();

    boolean isCutFromDatabase();

    void answered(int ofLife, RowAnswer answer);
  }

  private final SimRandom random;
  private final List<Runnable> underway = new ArrayList<>();
  private final List<@Nullable PairRow> history = new ArrayList<>();
  private @Nullable PairRow row;
  private boolean isDown;

  public ModelRows(SimRandom random) {
    this.random = random;
    history.add(null);
  }

  public @Nullable PairRow row() {
    return row;
  }

  public void setDown(boolean down) {
    isDown = down;
  }

  /** Everything that is under way comes to its end. */
  public void settle() {
    while (step()) {}
  }

  /** The last changes are forgotten, as by a restored copy. */
  public void forget(int changes) {
    for (int i = 0; i < changes && history.size() > 2; i++) {
      history.removeLast();
    }
    row = history.getLast();
  }

  /** One thing happens; false = nothing is under way. */
  public boolean step() {
    if (underway.isEmpty()) {
      return false;
    }
    underway.remove(random.nextInt(underway.size())).run();
    return true;
  }

  /** What a broker sees of it. */
  public PairRows seenBy(Client broker) {
    return new PairRows() {
      @Override
      public void read() {
        int life = broker.life();
        underway.add(
            () -> {
              boolean fails = isDown || broker.isCutFromDatabase() || random.chance(0.02);
              broker.answered(life, fails ? new RowAnswer.NotDone() : new RowAnswer.Found(row));
            });
      }

      @Override
      public void compareAndSet(@Nullable PairRow expected, PairRow wished) {
        int life = broker.life();
        if (isDown || broker.isCutFromDatabase()) {
          underway.add(() -> broker.answered(life, new RowAnswer.NotDone()));
        } else if (random.chance(0.1)) { // the answer is lost, the wish perhaps not, or only late
          underway.add(() -> broker.answered(life, new RowAnswer.Unknown()));
          if (random.chance(0.7)) {
            underway.add(() -> change(expected, wished));
          }
        } else {
          underway.add(
              () -> {
                boolean isChanged = change(expected, wished);
                underway.add(
                    () ->
                        broker.answered(
                            life,
                            isDown || broker.isCutFromDatabase()
                                ? new RowAnswer.Unknown()
                                : isChanged ? new RowAnswer.Changed() : new RowAnswer.Refused()));
              });
        }
      }
    };
  }

  private boolean change(@Nullable PairRow expected, PairRow wished) {
    boolean fits = row == null ? expected == null : row.equals(expected);
    if (fits) {
      row = wished;
      history.add(wished);
    }
    return fits;
  }
}
