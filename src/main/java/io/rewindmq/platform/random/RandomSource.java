// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.random;

/** Unpredictable numbers. */
@FunctionalInterface
public interface RandomSource {
  long nextLong();
}
