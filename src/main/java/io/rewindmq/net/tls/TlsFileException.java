// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net.tls;

/** A file that TLS needs can't be used; the text names its key, the file, and what to do. */
public final class TlsFileException extends Exception {
  private static final long serialVersionUID = 1L;

  TlsFileException(String message) {
    super(message);
  }

  TlsFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
