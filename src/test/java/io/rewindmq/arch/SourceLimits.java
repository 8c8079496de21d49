// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.arch;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnionTypeTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Measures Java sources and names everything past a limit of the house style.
 *
 * <p>Sources are parsed by the JDK's own parser and never compiled, so a measure does not depend on
 * layout: a method's lines run from its first modifier to its closing brace, without its javadoc.
 */
final class SourceLimits {
  static final int FILE_LINES_MAX = 500;
  static final int TEST_FILE_LINES_MAX = 800;
  static final int METHOD_LINES_MAX = 60;
  static final int CONSTRUCTOR_PARAMETERS_MAX = 8;
  static final int FIELDS_MAX = 15;
  static final int PACKAGE_TYPES_MAX = 25;
  static final int OWN_IMPORTS_MAX = 15;

  /** What the types that own a thread end in: the only place that may catch everything. */
  private static final String LOOP_SUFFIX = "Loop";

  private static final Set<String> CATCH_ALL =
      Set.of("Exception", "Throwable", "java.lang.Exception", "java.lang.Throwable");

  /**
   * One source file.
   *
   * @param name its path, for messages
   * @param root the source folder it belongs to, for example {@code cli/src/main/java}
   */
  record Source(String name, String root, String text) {
    boolean isTest() {
      return root.contains("src/test");
    }

    boolean isCommandLine() {
      return root.startsWith("cli/");
    }
  }

  private final List<String> violations = new ArrayList<>();
  private final Map<String, Integer> typesByPackage = new TreeMap<>();

  private SourceLimits() {}

  /** Returns one line for each violation, or nothing. */
  static List<String> violationsOf(List<Source> sources) {
    SourceLimits limits = new SourceLimits();
    limits.measure(sources);
    limits.typesByPackage.forEach(
        (name, count) -> limits.check(name, "types in the package", count, PACKAGE_TYPES_MAX));
    return List.copyOf(limits.violations);
  }

  /** Parses everything in one go: a parser for each file would take ten times as long. */
  private void measure(List<Source> sources) {
    Map<URI, Source> byUri = new HashMap<>();
    sources.forEach(source -> byUri.put(uri(source), source));
    List<JavaFileObject> files = sources.stream().map(SourceLimits::file).toList();
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("-proc:none"), null, files);
    for (CompilationUnitTree unit : parse(task)) {
      Source source = byUri.get(unit.getSourceFile().toUri());
      if (source == null) {
        throw new IllegalStateException("nobody asked for " + unit.getSourceFile());
      }
      measure(source, unit, Trees.instance(task).getSourcePositions());
    }
  }

  private void measure(Source source, CompilationUnitTree unit, SourcePositions positions) {
    int lines = (int) source.text().lines().count();
    int linesMax = source.isTest() ? TEST_FILE_LINES_MAX : FILE_LINES_MAX;
    check(source.name(), "lines in the file", lines, linesMax);
    long imports = unit.getImports().stream().filter(SourceLimits::isOwn).count();
    check(source.name(), "imports of own types", (int) imports, OWN_IMPORTS_MAX);
    int types = unit.getTypeDecls().size();
    if (types > 0) {
      typesByPackage.merge(source.root() + " " + unit.getPackageName(), types, Integer::sum);
    }
    new TypeScanner(source, unit, positions).scan(unit, null);
  }

  private void check(String where, String what, int found, int max) {
    if (found > max) {
      violations.add(where + ": " + found + " " + what + ", at most " + max + " allowed");
    }
  }

  private static boolean isOwn(ImportTree tree) {
    return tree.getQualifiedIdentifier().toString().startsWith("io.rewindmq.");
  }

  private static URI uri(Source source) {
    return URI.create("string:///" + source.name());
  }

  private static JavaFileObject file(Source source) {
    return new SimpleJavaFileObject(uri(source), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source.text();
      }
    };
  }

  private static Iterable<? extends CompilationUnitTree> parse(JavacTask task) {
    try {
      return task.parse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class TypeScanner extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final Source source;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final Deque<String> enclosing = new ArrayDeque<>();

    TypeScanner(Source source, CompilationUnitTree unit, SourcePositions positions) {
      this.source = source;
      this.unit = unit;
      this.positions = positions;
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
      enclosing.push(tree.getSimpleName().toString());
      check(where(), "fields", instanceFields(tree), FIELDS_MAX);
      super.visitClass(tree, null);
      enclosing.pop();
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
      String where = where() + "." + tree.getName();
      check(where, "lines in the method", lines(tree), METHOD_LINES_MAX);
      if (tree.getName().contentEquals("<init>")) {
        int parameters = tree.getParameters().size();
        check(where, "constructor parameters", parameters, CONSTRUCTOR_PARAMETERS_MAX);
      }
      return super.visitMethod(tree, null);
    }

    @Override
    public @Nullable Void visitCatch(CatchTree tree, @Nullable Void unused) {
      boolean mayCatchAll =
          source.isTest()
              || source.isCommandLine()
              || enclosing.stream().anyMatch(name -> name.endsWith(LOOP_SUFFIX));
      if (!mayCatchAll && catchesAll(tree.getParameter().getType())) {
        violations.add(where() + ": catches everything; only the top of a ...Loop may");
      }
      return super.visitCatch(tree, null);
    }

    private boolean catchesAll(Tree type) {
      return type instanceof UnionTypeTree union
          ? union.getTypeAlternatives().stream().anyMatch(this::catchesAll)
          : CATCH_ALL.contains(type.toString());
    }

    private int instanceFields(ClassTree tree) {
      if (tree.getKind() == Tree.Kind.INTERFACE) {
        return 0;
      }
      return (int)
          tree.getMembers().stream()
              .filter(VariableTree.class::isInstance)
              .map(VariableTree.class::cast)
              .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
              .count();
    }

    private int lines(Tree tree) {
      long start = positions.getStartPosition(unit, tree);
      long end = positions.getEndPosition(unit, tree);
      if (start < 0 || end < 0) {
        return 0; // made by the compiler
      }
      return (int) (unit.getLineMap().getLineNumber(end) - unit.getLineMap().getLineNumber(start))
          + 1;
    }

    private String where() {
      return source.name() + " " + String.join(".", enclosing.reversed());
    }
  }
}
