// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles small offenders and shows that each rule finds its own and leaves the innocent alone.
 */
class ArchitectureSelfTest {
  @TempDir private Path folder;

  @Test
  void layersFindALookUpwardsAndSideways() {
    String[] sources = {
      "package io.rewindmq.journal; public class Low { io.rewindmq.broker.High up; }",
      "package io.rewindmq.log; public class Beside { io.rewindmq.journal.Low sideways; }",
      "package io.rewindmq.broker; public class High { io.rewindmq.journal.Low down; }",
      "package io.rewindmq.delivery.group; class Pure { io.rewindmq.platform.clock.Now now; }",
      "package io.rewindmq.platform.clock; public class Now {}",
      "package io.rewindmq.selector; class Rule { io.rewindmq.platform.thread.OwnedBy by; }",
      "package io.rewindmq.platform.thread; public class OwnedBy {}",
      "package io.rewindmq.util; class Elsewhere {}",
    };

    assertThat(violationsOf(ArchitectureTest.LAYERS, sources))
        .hasSize(4)
        .anyMatch(line -> line.startsWith("journal must not see"))
        .anyMatch(line -> line.startsWith("log must not see"))
        .anyMatch(line -> line.startsWith("delivery must not see"))
        .anyMatch(line -> line.startsWith("io.rewindmq.util.Elsewhere is in no package"));
  }

  @Test
  void cyclesBetweenSubpackagesAreFound() {
    assertThat(
            violationsOf(
                ArchitectureTest.NO_CYCLES,
                "package io.rewindmq.delivery.group; public class A { io.rewindmq.delivery.B b; }",
                "package io.rewindmq.delivery; public class B { io.rewindmq.delivery.group.A a; }"))
        .hasSize(1);
  }

  @Test
  void frameworksAreFoundOutsideTheEdge() {
    String bean = "; @jakarta.enterprise.context.ApplicationScoped class Bean {}";

    assertThat(
            violationsOf(
                ArchitectureTest.FRAMEWORKS_AT_THE_EDGE,
                "package io.rewindmq.broker" + bean,
                "package io.rewindmq.admin" + bean))
        .hasSize(1);
  }

  @Test
  void persistenceIsFoundOutsideMetadata() {
    String entity = "; class Row { @jakarta.persistence.Id int id; }";

    assertThat(
            violationsOf(
                ArchitectureTest.PERSISTENCE_IN_METADATA,
                "package io.rewindmq.admin" + entity,
                "package io.rewindmq.metadata" + entity))
        .hasSize(1);
  }

  @Test
  void publicEntitiesAreFound() {
    assertThat(
            violationsOf(
                ArchitectureTest.ENTITIES_STAY_IN_THEIR_PACKAGE,
                "package io.rewindmq.metadata; @jakarta.persistence.Entity public class Seen {}",
                "package io.rewindmq.metadata; @jakarta.persistence.Entity class Hidden {}"))
        .hasSize(1);
  }

  @Test
  void nettyIsFoundOutsideNet() {
    String pipe = "; class Pipe { io.netty.channel.Channel channel; }";

    assertThat(
            violationsOf(
                ArchitectureTest.NETTY_IN_NET,
                "package io.rewindmq.admin" + pipe,
                "package io.rewindmq.net" + pipe))
        .hasSize(1);
  }

  @Test
  void librariesAreFoundInTheCore() {
    assertThat(
            violationsOf(
                ArchitectureTest.CORE_KNOWS_NO_LIBRARY_BUT_ITS_OWN,
                "package io.rewindmq.log; class A { com.fasterxml.jackson.core.JsonParser p; }",
                "package io.rewindmq.log; class B { org.slf4j.Logger logger; String name; }"))
        .hasSize(1);
  }

  @Test
  void jmsIsFoundInTheServer() {
    assertThat(
            violationsOf(
                ArchitectureTest.ONLY_THE_PROTOCOL_OF_THE_CLIENT,
                "package io.rewindmq.net; class A { jakarta.jms.Message message; }"))
        .hasSize(1);
  }

  @Test
  void clocksThreadsChanceAndFilesAreFoundOutsidePlatform() {
    String offender =
        """
        ; class Doer {
          long a() { return System.nanoTime(); }
          Object b() { return java.time.Instant.now(); }
          Object c() { return new Thread(() -> {}); }
          Object d() { return java.util.concurrent.Executors.newCachedThreadPool(); }
          Object e() { return new java.util.Random(1); }
          Object f() { return java.util.UUID.randomUUID(); }
          boolean g(java.nio.file.Path path) { return java.nio.file.Files.exists(path); }
          java.util.function.LongSupplier h() { return System::currentTimeMillis; }
          Object i() { return java.time.Clock.systemUTC(); }
          Object j(java.nio.file.Path path) { return path.resolve("innocent"); }
          Object k() { return java.time.Instant.ofEpochMilli(0); }
        }
        """;

    assertThat(
            violationsOf(
                ArchitectureTest.PLATFORM_IS_THE_ONLY_DOOR,
                "package io.rewindmq.shard" + offender,
                "package io.rewindmq.platform.clock" + offender))
        .hasSize(9);
  }

  @Test
  void concurrencyIsFoundInPurePackages() {
    String counter =
        "; class Counter { Object it = new java.util.concurrent.atomic.AtomicLong(); }";

    assertThat(
            violationsOf(
                ArchitectureTest.PURE_PACKAGES_KNOW_NO_CONCURRENCY,
                "package io.rewindmq.delivery.group" + counter,
                "package io.rewindmq.shard" + counter))
        .isNotEmpty()
        .allMatch(line -> line.contains("io.rewindmq.delivery.group.Counter"));
  }

  @Test
  void changingStaticFieldsAreFound() {
    assertThat(
            violationsOf(
                ArchitectureTest.NO_CHANGING_STATIC_FIELD,
                "package io.rewindmq.log; class A { static int seen; static final int MAX = 1; }"))
        .hasSize(1);
  }

  @Test
  void throwsExceptionIsFound() {
    assertThat(
            violationsOf(
                ArchitectureTest.NO_THROWS_EXCEPTION,
                """
                package io.rewindmq.log;
                class A {
                  void a() throws Exception {}
                  void b() throws Throwable {}
                  void c() throws java.io.IOException {}
                }
                """))
        .hasSize(2);
  }

  @Test
  void emptyNamesAreFound() {
    assertThat(
            violationsOf(
                ArchitectureTest.NAMES_SAY_SOMETHING,
                "package io.rewindmq.log; class LogManager {}",
                "package io.rewindmq.log; class StringUtils {}",
                "package io.rewindmq.log; class LogImpl {}",
                "package io.rewindmq.log; class Database {}"))
        .hasSize(3);
  }

  @Test
  void printingIsFound() {
    assertThat(
            violationsOf(
                ArchitectureTest.NO_OUTPUT_BUT_THE_LOG,
                """
                package io.rewindmq.log;
                class A {
                  void a() { System.out.println(); }
                  void b(RuntimeException e) { e.printStackTrace(); }
                }
                """))
        .hasSize(2);
  }

  @Test
  void aNewThreadRoleIsFound() {
    String roles = "NET_LOOP, SHARD_LOOP, JOURNAL_WRITER, LOG_READER, PEER_LINK, HOUSEKEEPER";
    String type = "package io.rewindmq.platform.thread; /* class ThreadRole */ enum ThreadRole {";

    assertThat(
            violationsOf(
                ArchitectureTest.THREAD_ROLES_ARE_THESE, type + roles + ", ADMIN_WORKER }"))
        .isEmpty();
    assertThat(
            violationsOf(
                ArchitectureTest.THREAD_ROLES_ARE_THESE, type + roles + ", ADMIN_WORKER, MORE }"))
        .hasSize(1);
  }

  private List<String> violationsOf(ArchRule rule, String... sources) {
    JavaClasses classes = new ClassFileImporter().importPath(compile(sources));
    assertThat(classes).isNotEmpty();
    return rule.evaluate(classes).getFailureReport().getDetails();
  }

  private Path compile(String... sources) {
    try {
      List<String> arguments = new ArrayList<>();
      arguments.addAll(
          List.of("-proc:none", "-nowarn", "-d", folder.resolve("classes").toString()));
      arguments.addAll(List.of("-classpath", classPath()));
      for (int i = 0; i < sources.length; i++) {
        // a folder each: the name must be the class's when that is public
        Path file = folder.resolve("source" + i).resolve(className(sources[i]) + ".java");
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        arguments.add(Files.writeString(file, sources[i]).toString());
      }
      int status =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, arguments.toArray(String[]::new));
      assertThat(status).as("compiles").isZero();
      return folder.resolve("classes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classPath() {
    return Objects.requireNonNull(System.getProperty("java.class.path"));
  }

  private static String className(String source) {
    String afterKeyword = source.substring(source.indexOf("class ") + "class ".length());
    return afterKeyword.substring(0, afterKeyword.indexOf(' '));
  }
}
