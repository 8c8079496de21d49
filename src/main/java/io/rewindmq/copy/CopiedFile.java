// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.copy;

/**
 * A file of a {@link FolderCopy}.
 *
 * @param name in the data folder
 * @param link the name that keeps its bytes while the copy is made
 * @param copiedBytes so many are copied
 * @param bytes so many it has in the copy; those behind the copied ones are zeros
 */
public record CopiedFile(String name, String link, long copiedBytes, long bytes) {}
