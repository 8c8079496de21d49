// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.nio.file.Path;
import java.util.Arrays;
import javax.naming.Reference;
import javax.naming.Referenceable;
import org.junit.jupiter.api.Test;

/**
 * The rules of the client's architecture. They are the same kind as the server's, whose self-test
 * shows that they bite.
 */
class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter().importPath(Path.of("target/classes"));

  /** java.base, and of other modules only what the JMS API itself shows. */
  private static final String[] JAVA_BASE = {
    "java.io..",
    "java.lang..",
    "java.math..",
    "java.net",
    "java.net.spi",
    "java.nio..",
    "java.security..",
    "java.text..",
    "java.time..",
    "java.util",
    "java.util.concurrent..",
    "java.util.function",
    "java.util.jar",
    "java.util.random",
    "java.util.regex",
    "java.util.spi",
    "java.util.stream",
    "java.util.zip",
    "javax.crypto..",
    "javax.net..",
    "javax.security.auth..",
    "javax.security.cert",
    "javax.transaction.xa"
  };

  @Test
  void usesNothingButTheJavaBaseNamingAndTheJmsApi() {
    String[] allowed = Arrays.copyOf(JAVA_BASE, JAVA_BASE.length + 4);
    allowed[JAVA_BASE.length] = "jakarta.jms..";
    allowed[JAVA_BASE.length + 1] = "org.jspecify..";
    allowed[JAVA_BASE.length + 2] = "io.rewindmq..";
    allowed[JAVA_BASE.length + 3] = "javax.naming..";

    check(classes().should().onlyDependOnClassesThat().resideInAnyPackage(allowed));
  }

  /** docs/decisions/0012: the module java.naming is for JNDI and nothing else. */
  @Test
  void onlyJndiUsesNaming() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "io.rewindmq.jms.jndi..", "io.rewindmq.jms", "io.rewindmq.jms.destination")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javax.naming.."));
  }

  /** What a naming service stores must say how to make it again; it knows no more of JNDI. */
  @Test
  void administeredObjectsKnowOnlyTheirReference() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("io.rewindmq.jms", "io.rewindmq.jms.destination")
            .should()
            .dependOnClassesThat(
                resideInAPackage("javax.naming..")
                    .and(not(type(Reference.class).or(type(Referenceable.class))))));
  }

  @Test
  void protocolKnowsNeitherJmsNorTheRestOfTheClient() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.rewindmq.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.rewindmq.jms..", "jakarta.jms.."));
  }

  @Test
  void engineKnowsNeitherSocketsNorSessionsNorConcurrency() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.rewindmq.jms.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.rewindmq.jms",
                "io.rewindmq.jms.link..",
                "io.rewindmq.jms.session..",
                "io.rewindmq.jms.transport..",
                "java.util.concurrent..",
                "java.net..",
                "java.nio.channels.."));
  }

  @Test
  void transportAndMessagesKnowNeitherLinksNorSessions() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("io.rewindmq.jms.transport..", "io.rewindmq.jms.message..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.rewindmq.jms.link..", "io.rewindmq.jms.session.."));
  }

  @Test
  void linkKnowsNoSessions() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.rewindmq.jms.link..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.rewindmq.jms.session.."));
  }

  @Test
  void packagesFormNoCycles() {
    check(slices().matching("io.rewindmq.(**)").should().beFreeOfCycles());
  }

  @Test
  void transportIsTheOnlyDoor() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.rewindmq.jms.transport..")
            .should()
            .accessTargetWhere(ForbiddenAccess.toTheOutside()));
  }

  @Test
  void noStaticFieldChanges() {
    check(fields().that().areStatic().should().haveModifier(JavaModifier.FINAL));
  }

  @Test
  void nothingThrowsPlainException() {
    check(
        noCodeUnits()
            .should()
            .declareThrowableOfType(Exception.class)
            .orShould()
            .declareThrowableOfType(Throwable.class));
  }

  @Test
  void namesSaySomething() {
    check(
        noClasses()
            .that()
            .areTopLevelClasses()
            .should()
            .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Info|Data)"));
  }

  @Test
  void nothingIsPrinted() {
    check(
        noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethodWhere(target(name("printStackTrace"))));
  }

  private static void check(ArchRule rule) {
    EvaluationResult result = rule.evaluate(MAIN);

    assertThat(result.getFailureReport().getDetails()).as(rule.getDescription()).isEmpty();
  }
}
