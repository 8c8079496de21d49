// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

/**
 * How far the broker was told that messages are in the application's hands. It is told ahead in
 * steps that grow, so that few frames are needed and few messages are flagged needlessly if the
 * client dies.
 */
public final class HandOverSteps {
  private static final int STEP_MAX = 32;

  private final ReadProgress progress = new ReadProgress();
  private long handedOver;
  private long announced;
  private int step = 1;

  /**
   * Notes that a message goes to the application.
   *
   * @return the arrival index to announce first, or 0 when the broker knows enough
   */
  public long handOver(long arrivalIndex) {
    handedOver = arrivalIndex;
    if (arrivalIndex <= announced) {
      return 0;
    }
    announced = arrivalIndex + step - 1;
    step = Math.min(STEP_MAX, step * 2);
    return announced;
  }

  /** The same by offsets. */
  public ReadProgress progress() {
    return progress;
  }

  /** Arrival index of the last message that the application got. */
  public long handedOver() {
    return handedOver;
  }

  /** After a rollback or for a consumer opened again. */
  public void restart(long handedOverSoFar) {
    handedOver = handedOverSoFar;
    announced = handedOverSoFar;
    step = 1;
  }
}
