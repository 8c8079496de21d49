// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.transport;

import io.rewindmq.protocol.Frame;
import java.io.IOException;

/** Takes what a wire's reader thread brings. */
public interface WireListener {
  /** Takes a frame; its payload may be kept. */
  void frame(Wire wire, Frame frame);

  /** The wire is broken; comes once, and nothing after it. Not after {@link Wire#close}. */
  void lost(Wire wire, IOException cause);
}
