// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.arch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Executable;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What applications compile and link against: documented, kept, and light. */
class PublicApiTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path CLASSES = Path.of("target/classes");
  private static final Path KEPT = Path.of("src/test/resources/api/public-api.txt");

  /** Packages whose public types are a promise. */
  private static final List<String> PACKAGES =
      List.of("io.rewindmq.jms", "io.rewindmq.jms.destination", "io.rewindmq.jms.jndi");

  /** What the client may need: of the JDK, of others; a JVM does without annotations. */
  private static final Pattern NEEDED =
      Pattern.compile("java\\.base|java\\.naming|jakarta\\.jms-api-.*|jspecify-.*");

  @TempDir private Path folder;

  private static Stream<String> packages() {
    return PACKAGES.stream()
        .filter(name -> Files.isDirectory(SOURCES.resolve(name.replace('.', '/'))));
  }

  @Test
  void isDocumentedWithoutAWarning() {
    StringWriter out = new StringWriter();
    List<String> arguments =
        Stream.concat(
                Stream.of(
                    "-quiet",
                    "-Xdoclint:all,-missing",
                    "-Werror",
                    "--release",
                    "17",
                    "-encoding",
                    "UTF-8",
                    "-d",
                    folder.toString(),
                    "-classpath",
                    System.getProperty("java.class.path"),
                    "-sourcepath",
                    SOURCES.toString()),
                packages())
            .toList();
    int result = run("javadoc", out, arguments);
    assertThat(out.toString()).isEmpty();
    assertThat(result).isZero();
  }

  @Test
  void needsNothingButTheJdkAndTheJakartaMessagingApi() {
    StringWriter out = new StringWriter();
    int result =
        run(
            "jdeps",
            out,
            List.of(
                "-s",
                "--multi-release",
                "17",
                "-classpath",
                System.getProperty("java.class.path"),
                CLASSES.toString()));
    assertThat(result).as(out.toString()).isZero();
    Set<String> needed =
        out.toString()
            .lines()
            .filter(line -> line.startsWith("classes ->"))
            .map(line -> Path.of(line.substring(line.indexOf("->") + 2).trim()))
            .map(path -> path.getFileName().toString())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(needed).contains("java.base").allMatch(NEEDED.asMatchPredicate());
  }

  @Test
  void isWhatWasPromised() throws IOException {
    String now = String.join("\n", surface()) + "\n";
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(KEPT, now);
    }
    assertThat(now)
        .as(
            "the public API has changed; if that is meant and compatible, renew the file with"
                + " ./mvnw -f jms-adapter/pom.xml test -Dtest=PublicApiTest -Ddocs.write=true")
        .isEqualTo(Files.readString(KEPT, UTF_8));
  }

  private static int run(String tool, StringWriter out, List<String> arguments) {
    PrintWriter writer = new PrintWriter(out);
    return ToolProvider.findFirst(tool)
        .orElseThrow()
        .run(writer, writer, arguments.toArray(String[]::new));
  }

  private static Set<String> surface() throws IOException {
    Set<String> lines = new TreeSet<>();
    for (String name : packages().toList()) {
      Path directory = CLASSES.resolve(name.replace('.', '/'));
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
          String simple = file.getFileName().toString().replace(".class", "");
          if (!simple.equals("package-info")) {
            describe(load(name + "." + simple), lines);
          }
        }
      }
    }
    return lines;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, PublicApiTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static void describe(Class<?> type, Set<String> lines) {
    if (!isVisible(type.getModifiers())) {
      return;
    }
    String interfaces =
        Arrays.stream(type.getInterfaces())
            .map(Class::getName)
            .collect(Collectors.joining(" ", " ", ""));
    Class<?> parent = type.getSuperclass();
    lines.add(type.getName() + " : " + (parent == null ? "" : parent.getName()) + interfaces);
    for (Executable member : type.getDeclaredConstructors()) {
      add(type, member, "", lines);
    }
    for (var method : type.getDeclaredMethods()) {
      if (!method.isBridge() && !method.isSynthetic()) {
        add(type, method, " -> " + method.getReturnType().getName(), lines);
      }
    }
    for (var field : type.getDeclaredFields()) {
      if (isVisible(field.getModifiers())) {
        lines.add(name(type, field) + " : " + field.getType().getName());
      }
    }
  }

  private static void add(Class<?> type, Executable member, String result, Set<String> lines) {
    if (isVisible(member.getModifiers())) {
      String parameters =
          Arrays.stream(member.getParameterTypes())
              .map(Class::getName)
              .collect(Collectors.joining(", ", "(", ")"));
      lines.add(name(type, member) + parameters + result);
    }
  }

  private static String name(Class<?> type, Member member) {
    String name = member.getName().equals(type.getName()) ? "<init>" : member.getName();
    return type.getName()
        + "#"
        + name
        + (Modifier.isStatic(member.getModifiers()) ? " static" : "");
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }
}
