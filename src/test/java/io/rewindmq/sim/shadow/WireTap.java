// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.shadow;

import io.rewindmq.protocol.Frame;

/**
 * Hears, at the broker's edge and in the broker's order, what one client says and is told. What the
 * network loses behind it is of no concern to it.
 */
public interface WireTap {
  /** The broker is about to handle a frame. */
  void received(Frame frame);

  /** The broker has written a frame. */
  void said(Frame frame);

  /** The broker has ended the connection, for whatever reason. */
  void ended();
}
