// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.arch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.arch.SourceLimits.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Holds the sources of all modules to the limits of the house style, and the limits to their word.
 */
class SourceLimitsTest {
  private static final String MAIN = "src/main/java";

  @Test
  void everySourceKeepsTheLimits() {
    List<Source> sources = SourceTree.read();

    assertThat(sources).isNotEmpty();
    assertThat(SourceLimits.violationsOf(sources)).isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() {
    Map<Path, Boolean> marked = new TreeMap<>();
    for (Source source : SourceTree.read()) {
      Path file = Path.of(source.name());
      if (!source.isTest()) {
        boolean marks = file.endsWith("package-info.java") && source.text().contains("@NullMarked");
        marked.merge(Objects.requireNonNull(file.getParent()), marks, Boolean::logicalOr);
      }
    }
    marked.values().removeIf(isMarked -> isMarked);

    assertThat(marked.keySet()).as("packages without a @NullMarked package-info.java").isEmpty();
  }

  @Test
  void noPackageExistsInTwoArtefacts() {
    Map<String, TreeSet<String>> rootsByPackage = new TreeMap<>();
    for (Source source : SourceTree.read()) {
      if (!source.isTest()) {
        Path inRoot = Path.of(source.root()).relativize(Path.of(source.name()));
        String name = String.valueOf(inRoot.getParent());
        rootsByPackage.computeIfAbsent(name, key -> new TreeSet<>()).add(source.root());
      }
    }
    rootsByPackage.values().removeIf(roots -> roots.size() == 1);

    assertThat(rootsByPackage).isEmpty();
  }

  @Test
  void findsAFileThatIsTooLong() {
    assertThat(violations(MAIN, "class A {\n" + "\n".repeat(499) + "}"))
        .containsExactly("A.java: 501 lines in the file, at most 500 allowed");
    assertThat(violations("src/test/java", "class A {\n" + "\n".repeat(499) + "}")).isEmpty();
    assertThat(violations("src/test/java", "class A {\n" + "\n".repeat(799) + "}"))
        .containsExactly("A.java: 801 lines in the file, at most 800 allowed");
  }

  @Test
  void findsAMethodThatIsTooLong() {
    assertThat(violations(MAIN, "class A {\n void f() {\n" + "\n".repeat(58) + "}\n}")).isEmpty();
    assertThat(violations(MAIN, "class A { class B {\n void f() {\n" + "\n".repeat(59) + "}\n} }"))
        .containsExactly("A.java A.B.f: 61 lines in the method, at most 60 allowed");
  }

  @Test
  void findsTooManyConstructorParameters() {
    assertThat(violations(MAIN, "class A { A(" + list("int p%d", 8) + ") {} }")).isEmpty();
    assertThat(violations(MAIN, "class A { A(" + list("int p%d", 9) + ") {} }"))
        .containsExactly("A.java A.<init>: 9 constructor parameters, at most 8 allowed");
  }

  @Test
  void findsTooManyFields() {
    assertThat(violations(MAIN, "class A { static final int X = 1; int " + list("f%d", 15) + "; }"))
        .isEmpty();
    assertThat(violations(MAIN, "class A { int " + list("f%d", 16) + "; }"))
        .containsExactly("A.java A: 16 fields, at most 15 allowed");
    assertThat(violations(MAIN, "record A(" + list("int f%d", 16) + ") {}"))
        .containsExactly("A.java A: 16 fields, at most 15 allowed");
    assertThat(violations(MAIN, "enum A { " + list("C%d", 30) + " }")).isEmpty();
  }

  @Test
  void findsTooManyTypesInAPackage() {
    List<Source> sources =
        IntStream.range(0, 26)
            .mapToObj(i -> new Source("T" + i + ".java", MAIN, "package p; class T" + i + " {}"))
            .toList();

    assertThat(SourceLimits.violationsOf(sources))
        .containsExactly("src/main/java p: 26 types in the package, at most 25 allowed");
    assertThat(SourceLimits.violationsOf(sources.subList(0, 25))).isEmpty();
  }

  @Test
  void findsTooManyImportsOfOwnTypes() {
    String imports =
        IntStream.range(0, 16)
            .mapToObj(i -> "import io.rewindmq.x.T" + i + ";\n")
            .collect(Collectors.joining());

    assertThat(violations(MAIN, imports + "import java.util.List;\nclass A {}"))
        .containsExactly("A.java: 16 imports of own types, at most 15 allowed");
  }

  @Test
  void findsACatchOfEverythingOutsideALoop() {
    String body = " { void f() { try { g(); } catch (IllegalStateException | %s e) { } } }";

    assertThat(violations(MAIN, "class A" + body.formatted("Throwable")))
        .containsExactly("A.java A: catches everything; only the top of a ...Loop may");
    assertThat(violations(MAIN, "class A" + body.formatted("Exception"))).hasSize(1);
    assertThat(violations(MAIN, "class A" + body.formatted("LinkageError"))).isEmpty();
    assertThat(violations(MAIN, "class ShardLoop" + body.formatted("Throwable"))).isEmpty();
    assertThat(violations("cli/src/main/java", "class A" + body.formatted("Exception"))).isEmpty();
  }

  private static List<String> violations(String root, String text) {
    return SourceLimits.violationsOf(List.of(new Source("A.java", root, text)));
  }

  private static String list(String format, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> format.formatted(i))
        .collect(Collectors.joining(", "));
  }
}
