// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.disk;

import io.rewindmq.platform.thread.AnyThread;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file outside of the data folder that others write and the broker reads as a whole, such as a
 * certificate.
 */
@AnyThread // immutable
public record SmallFile(Path path) {
  /**
   * Reads all of it.
   *
   * @param bytesMax inclusive
   * @throws IOException it can't be read, or is longer; the text does not name the file
   */
  public byte[] read(int bytesMax) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException("there is no such file");
    }
    if (!Files.isReadable(path)) {
      throw new IOException("the broker's user may not read it");
    }
    if (Files.isDirectory(path)) {
      throw new IOException("it is a folder");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(bytesMax + 1);
      if (bytes.length > bytesMax) {
        throw new IOException("it is longer than " + bytesMax + " bytes");
      }
      return bytes;
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
