// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

/** Takes ranges of offsets, ascending and apart from each other; both bounds inclusive. */
@FunctionalInterface
public interface RangeVisitor {
  void range(long first, long last);
}
