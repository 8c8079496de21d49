// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Reads a backup, a tar as the broker writes it, and checks all of it: names, sizes, checksums, and
 * that it comes to its end.
 */
final class BackupArchive {
  private static final int BLOCK = 512;
  private static final int CHUNK = 1 << 18;
  private static final int FORMAT = 1;
  private static final int MANIFEST_BYTES_MAX = 1 << 30;
  private static final String MANIFEST = "backup.json";
  private static final Pattern NAME =
      Pattern.compile("(journal|log/\\d+/\\d+)/[\\w.-]+|database\\.zip|backup\\.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final InputStream in;
  private final Map<String, String> found = new LinkedHashMap<>();
  private long bytes;

  BackupArchive(InputStream in) {
    this.in = in;
  }

  /** Takes the files, one after the other. */
  interface Visitor {
    /** A file begins. */
    void begin(String name, long bytes) throws IOException;

    /** Some bytes of it; the array is used again. */
    void write(byte[] chunk, int count) throws IOException;

    /** It is complete. */
    void end() throws IOException;
  }

  /**
   * What a backup holds.
   *
   * @param hasDatabase else it is a server of its own
   */
  record Summary(int files, long bytes, String takenAt, boolean hasDatabase) {
    /** As people read it. */
    String text() {
      return String.format(
          Locale.ROOT,
          "%d files, %d bytes, taken at %s%s",
          files,
          bytes,
          takenAt,
          hasDatabase ? "" : "; users, roles and audit are in MariaDB and not in it");
    }
  }

  /**
   * Reads all of it.
   *
   * @throws IOException it can't be read or is not a whole backup
   */
  Summary read(Visitor visitor) throws IOException {
    JsonNode manifest = null;
    byte[] header = new byte[BLOCK];
    while (manifest == null) {
      if (in.readNBytes(header, 0, BLOCK) < BLOCK) {
        throw incomplete();
      }
      String name = text(header, 0, 100);
      if (!NAME.matcher(name).matches()) {
        throw new IOException("this is no backup of RewindMQ: it has \"" + name + "\"");
      }
      long size = size(header);
      if (name.equals(MANIFEST)) {
        manifest = manifest(size);
      } else {
        file(name, size, visitor);
      }
    }
    check(manifest);
    return new Summary(
        found.size(),
        bytes,
        manifest.path("takenAt").asText(),
        manifest.path("database").asText().equals("h2"));
  }

  private static IOException incomplete() {
    return new IOException("the backup is incomplete: it ends before " + MANIFEST);
  }

  private static long size(byte[] header) throws IOException {
    try {
      return Long.parseLong(text(header, 124, 12), 8);
    } catch (NumberFormatException e) {
      throw new IOException("this is no backup of RewindMQ: a size is no number", e);
    }
  }

  private static String text(byte[] header, int at, int length) {
    int end = at;
    while (end < at + length && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, StandardCharsets.US_ASCII);
  }

  private void file(String name, long size, Visitor visitor) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] chunk = new byte[CHUNK];
    visitor.begin(name, size);
    for (long left = size; left > 0; ) {
      int count = in.readNBytes(chunk, 0, (int) Math.min(CHUNK, left));
      if (count == 0) {
        throw incomplete();
      }
      crc.update(chunk, 0, count);
      visitor.write(chunk, count);
      left -= count;
    }
    visitor.end();
    skipPadding(size);
    bytes += size;
    String sum = String.format(Locale.ROOT, "%08x", crc.getValue());
    if (found.put(name, size + " bytes, checksum " + sum) != null) {
      throw new IOException("the backup has " + name + " twice");
    }
  }

  private void skipPadding(long size) throws IOException {
    in.skipNBytes(-size & (BLOCK - 1));
  }

  private JsonNode manifest(long size) throws IOException {
    if (size > MANIFEST_BYTES_MAX) {
      throw new IOException(MANIFEST + " has " + size + " bytes");
    }
    byte[] text = in.readNBytes((int) size);
    if (text.length < size) {
      throw incomplete();
    }
    skipPadding(size);
    byte[] end = in.readNBytes(2 * BLOCK);
    if (end.length < 2 * BLOCK || !Arrays.equals(end, new byte[2 * BLOCK])) {
      throw incomplete();
    }
    return JSON.readTree(text);
  }

  private void check(JsonNode manifest) throws IOException {
    int format = manifest.path("format").asInt();
    if (format != FORMAT) {
      throw new IOException("expected a backup of format " + FORMAT + ", got " + format);
    }
    Map<String, String> wanted = new LinkedHashMap<>();
    for (JsonNode file : manifest.path("files")) {
      wanted.put(
          file.path("name").asText(),
          file.path("bytes").asLong() + " bytes, checksum " + file.path("crc32c").asText());
    }
    for (Map.Entry<String, String> one : wanted.entrySet()) {
      String is = found.get(one.getKey());
      if (!one.getValue().equals(is)) {
        throw new IOException(
            "the backup is damaged: "
                + one.getKey()
                + ": expected "
                + one.getValue()
                + ", got "
                + (is == null ? "no such file" : is));
      }
    }
    if (!wanted.keySet().equals(found.keySet())) {
      throw new IOException("the backup has files that " + MANIFEST + " does not name");
    }
  }
}
