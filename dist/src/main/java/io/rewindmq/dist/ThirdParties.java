// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Licences and notices of the libraries that are shipped.
 *
 * <p>Every library has at least one text: what its jar brings along, or else the standard text of
 * the licence that the bill of materials names. A text that many bring is kept once.
 */
final class ThirdParties {
  private static final Pattern TEXT =
      Pattern.compile(
          "(.*/)?(licen[cs]e|notice|copying|al2\\.0|epl|lgpl)[^/]*", Pattern.CASE_INSENSITIVE);
  private static final String OUR_GROUP = "io.rewindmq";
  private static final String NOTICE = "notice";

  private final Map<String, BillOfMaterials.Component> components;
  private final Path standardTexts;

  /**
   * @param bill of materials, CycloneDX in XML
   * @param standardTexts folder with a file for each licence, called by its SPDX identifier
   */
  ThirdParties(Path bill, Path standardTexts) throws IOException {
    this.components = BillOfMaterials.read(bill);
    this.standardTexts = standardTexts;
  }

  /** A text, and where it is from. */
  private record Text(String name, String content) {
    boolean isNotice() {
      return name.toLowerCase(Locale.ROOT).contains(NOTICE);
    }
  }

  /**
   * Writes {@code THIRD-PARTY.md} and {@code texts/}.
   *
   * @param libraries folder whose jars are described, with all below it
   */
  void write(Path libraries, Path to) throws IOException {
    Path texts = to.resolve("texts");
    Files.createDirectories(texts);
    Map<String, String> rows = new TreeMap<>();
    for (Path jar : jars(libraries)) {
      BillOfMaterials.Component component = componentOf(jar);
      if (!component.group().equals(OUR_GROUP)) {
        rows.put(component.name(), row(component, textsOf(jar, component), texts));
      }
    }
    String head =
        """
        # Libraries in this distribution

        | library | licence | texts |
        |---|---|---|
        """;
    Files.writeString(to.resolve("THIRD-PARTY.md"), head + String.join("", rows.values()));
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".jar"))
          .filter(file -> !file.toString().contains("/quarkus/")) // made by the build, of our code
          .filter(file -> !file.endsWith("quarkus-run.jar"))
          .sorted(Comparator.comparing(file -> String.valueOf(file.getFileName())))
          .toList();
    }
  }

  private BillOfMaterials.Component componentOf(Path jar) {
    String name = String.valueOf(jar.getFileName()).replaceFirst("\\.jar$", "");
    BillOfMaterials.Component found = components.get(name);
    if (found == null && name.equals("rewindmq-cli")) {
      return new BillOfMaterials.Component(OUR_GROUP, name, "", List.of());
    }
    if (found == null) {
      throw new IllegalStateException(name + " is shipped, but not in the bill of materials");
    }
    return found;
  }

  private List<Text> textsOf(Path jar, BillOfMaterials.Component component) throws IOException {
    List<Text> found = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().sorted(Comparator.comparing(ZipEntry::getName)).toList()) {
        boolean isText = TEXT.matcher(entry.getName()).matches();
        if (isText && !entry.isDirectory() && !entry.getName().endsWith(".class")) {
          byte[] bytes = zip.getInputStream(entry).readAllBytes();
          found.add(new Text(entry.getName(), new String(bytes, StandardCharsets.UTF_8)));
        }
      }
    }
    if (found.stream().allMatch(Text::isNotice)) {
      component.licences().stream().map(this::standardText).forEach(found::add);
    }
    return found;
  }

  private Text standardText(String licence) {
    try {
      return new Text(licence, Files.readString(standardTexts.resolve(licence + ".txt")));
    } catch (IOException e) {
      throw new UncheckedIOException("no text of the licence " + licence, e);
    }
  }

  private static String row(BillOfMaterials.Component component, List<Text> found, Path texts)
      throws IOException {
    List<String> links = new ArrayList<>();
    for (Text text : found) {
      String content = text.content().replace("\r\n", "\n");
      String kind = text.isNotice() ? NOTICE : "licence";
      String hash = Checksums.hex(content.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
      String file = kind + "-" + hash + ".txt";
      Files.writeString(texts.resolve(file), content);
      String link = "[" + kind + "](texts/" + file + ")";
      if (!links.contains(link)) {
        links.add(link);
      }
    }
    return "| %s %s | %s | %s |\n"
        .formatted(
            component.name(),
            component.version(),
            String.join(" or ", component.licences()),
            String.join(", ", links));
  }
}
