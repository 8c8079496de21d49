// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.catalog;

import org.jspecify.annotations.Nullable;

/** The catalog can't be asked, or refused. Messaging on existing destinations goes on. */
public final class CatalogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CatalogException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
