// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.transport.tls;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** TLS with a broker failed; the text says why in plain words, and what to do. */
public final class TlsException extends IOException {
  private static final long serialVersionUID = 1L;

  TlsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
