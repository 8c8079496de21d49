// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.catalog;

import java.util.concurrent.CompletionStage;

/** Copies the embedded database while it is used. */
public interface DatabaseCopy {
  /**
   * Writes a consistent copy, a zip with the database's file in it. What was committed before is in
   * it.
   *
   * @param path of the zip; replaced when it exists
   * @return false = the database has no file here: it is a server of its own, or in memory
   */
  CompletionStage<Boolean> writeTo(String path);
}
