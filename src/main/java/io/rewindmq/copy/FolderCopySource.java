// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.copy;

import java.util.concurrent.CompletionStage;

/** The running broker, as seen by who copies its files. */
public interface FolderCopySource {
  /**
   * Takes a copy; the caller closes it. One at a time, and the caller sees to that.
   *
   * @return fails with {@link io.rewindmq.platform.fault.DiskFailedException} or {@link
   *     io.rewindmq.platform.fault.DiskFullException} when files can't be linked, and with {@link
   *     IllegalStateException} when the shard does not run
   */
  CompletionStage<FolderCopy> take();

  /** The full path of a file in the data folder. */
  String path(String name);
}
