// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Golden bytes: files of hex digits with comments behind a hash. A released file never changes. */
public final class HexVector {
  private static final String FOLDER = "/wire/v1/";
  private static final String SUFFIX = ".hex";

  private HexVector() {}

  /** Reads one file, named without its suffix. */
  public static byte[] read(String name) {
    try (InputStream in = HexVector.class.getResourceAsStream(FOLDER + name + SUFFIX)) {
      if (in == null) {
        throw new AssertionError("there is no golden vector " + name);
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads hex digits; spaces and comments are left out. */
  public static byte[] parse(String text) {
    String digits =
        text.lines()
            .map(line -> line.replaceFirst("#.*", "").replace(" ", ""))
            .collect(Collectors.joining());
    return HexFormat.of().parseHex(digits);
  }

  /** The names of all files there are, sorted. */
  public static List<String> names() {
    URL any = Objects.requireNonNull(HexVector.class.getResource(FOLDER + "run" + SUFFIX));
    try (Stream<Path> files = Files.list(Path.of(any.toURI()).resolveSibling(""))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
