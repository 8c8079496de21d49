// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes {@code docs/jms-compliance.md} out of the rules that tests say they prove. */
final class CompliancePage {
  private static final Path CLIENT_TESTS = Path.of("jms-adapter/src/test/java");
  private static final Pattern DISPLAY_NAME =
      Pattern.compile("@DisplayName\\(\\s*\"(\\d+(?:\\.\\d+)*)[^ ]* ([^\"]+)\"\\)");

  private static final String HEAD =
      """
      # Jakarta Messaging 3.1, rule by rule

      Made from the project's tests; a test fails when this page is stale and says how to renew it. Section numbers are those of the specification, the sentences are ours. Every row is at least one test
      that runs with `./rewind test`: those marked *client* against the client's code, the others against a real broker over a socket.

      ## What is optional, and not there
      - **XA** (`XAConnectionFactory` and the like): not supported. A transacted session can be the last resource of a transaction manager that has such a thing; see
        [decision 11](decisions/0011-programs-of-others.md).
      - **JMSXUserID, JMSXAppID, JMSXProducerTXID, JMSXConsumerTXID, JMSXRcvTimestamp, JMSXState**: optional properties that are not set. `getJMSXPropertyNames` names those that are.

      ## Where the specification leaves a choice
      - A message that expires while it is fetched ahead is not delivered.
      - `JMSXDeliveryCount` counts what was handed to the application; fetching ahead does not count.
      - With message groups, messages of one session that belong to different groups may overtake each other when a group changes its consumer.
      - A property name must be an identifier of the selector language; its reserved words are refused as the specification writes them, in capitals.

      ## The rules
      """;

  private record Rule(String section, String sentence, boolean isOfClient) {}

  /** Sorts 3.10 behind 3.9. */
  private static final Comparator<String> BY_NUMBERS =
      (left, right) -> Arrays.compare(numbers(left), numbers(right));

  private CompliancePage() {}

  static String text() {
    Map<String, TreeSet<String>> bySection = new TreeMap<>(BY_NUMBERS);
    Stream.concat(rulesOfBroker(), rulesOfClient())
        .forEach(
            rule ->
                bySection
                    .computeIfAbsent(rule.section(), section -> new TreeSet<>())
                    .add(rule.sentence() + (rule.isOfClient() ? " *(client)*" : "")));
    StringBuilder page = new StringBuilder(HEAD);
    page.append("| section | rule |\n|---|---|\n");
    bySection.forEach(
        (section, sentences) ->
            sentences.forEach(
                sentence ->
                    page.append("| ")
                        .append(section)
                        .append(" | ")
                        .append(sentence.replace("|", "\\|"))
                        .append(" |\n")));
    return page.toString();
  }

  private static int[] numbers(String section) {
    return Arrays.stream(section.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }

  /** From the annotations of this module's tests. */
  private static Stream<Rule> rulesOfBroker() {
    return testClasses()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .flatMap(CompliancePage::rule);
  }

  private static Stream<Rule> rule(Method method) {
    Clause clause = method.getAnnotation(Clause.class);
    return clause == null
        ? Stream.empty()
        : Stream.of(new Rule(clause.section(), clause.rule(), false));
  }

  private static Stream<Class<?>> testClasses() {
    try {
      Path root =
          Path.of(CompliancePage.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Stream.of("io/rewindmq/compliance", "io/rewindmq/endtoend")
          .flatMap(folder -> files(root.resolve(folder), "Test.class"))
          .map(file -> root.relativize(file).toString())
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .map(CompliancePage::load);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From the display names of the client's tests, which are in another module. */
  private static Stream<Rule> rulesOfClient() {
    return files(CLIENT_TESTS, "Test.java").flatMap(CompliancePage::displayNames);
  }

  private static Stream<Rule> displayNames(Path source) {
    try {
      Matcher found = DISPLAY_NAME.matcher(Files.readString(source));
      return found.results().map(name -> new Rule(name.group(1), name.group(2), true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> files(Path root, String ending) {
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> found = all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
      return found.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
