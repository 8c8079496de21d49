// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.JMSException;

/** A measurement in two steps: what it needs is made first, then it is run and timed. */
public interface Load {
  /** Not measured. */
  default void prepare() throws JMSException, InterruptedException {}

  LoadResult run() throws JMSException, InterruptedException;
}
