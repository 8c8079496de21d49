// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.arch;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The rules of the server's architecture. A violation is never frozen and no class is ever excused
 * by name; {@link ArchitectureSelfTest} shows that each rule bites.
 */
@AnalyzeClasses(locations = ServerClasses.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule LAYERS =
      classes().that().resideInAPackage("io.rewindmq..").should(Layers.seeOnlyWhatLiesBelow());

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching("io.rewindmq.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule FRAMEWORKS_AT_THE_EDGE =
      noClasses()
          .that()
          .resideOutsideOfPackages(Layers.packages(Layers.EDGE))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.quarkus..",
              "jakarta.enterprise..",
              "jakarta.inject..",
              "jakarta.ws.rs..",
              "io.vertx..");

  @ArchTest
  static final ArchRule PERSISTENCE_IN_METADATA =
      noClasses()
          .that()
          .resideOutsideOfPackages(Layers.packages("metadata"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.persistence..", "org.hibernate..");

  @ArchTest
  static final ArchRule ENTITIES_STAY_IN_THEIR_PACKAGE =
      classes()
          .that()
          .areAnnotatedWith("jakarta.persistence.Entity")
          .or()
          .areAnnotatedWith("jakarta.persistence.Embeddable")
          .or()
          .areAnnotatedWith("jakarta.persistence.MappedSuperclass")
          .should()
          .bePackagePrivate();

  @ArchTest
  static final ArchRule NETTY_IN_NET =
      noClasses()
          .that()
          .resideOutsideOfPackages(Layers.packages("net", "app"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule CORE_KNOWS_NO_LIBRARY_BUT_ITS_OWN =
      classes()
          .that()
          .resideInAnyPackage(Layers.packages(Layers.CORE))
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "io.rewindmq..",
              "org.jctools..",
              "org.jspecify..",
              "org.roaringbitmap..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule ONLY_THE_PROTOCOL_OF_THE_CLIENT =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.rewindmq.jms..", "jakarta.jms..");

  @ArchTest
  static final ArchRule PLATFORM_IS_THE_ONLY_DOOR =
      noClasses()
          .that()
          .resideOutsideOfPackages(Layers.packages("platform"))
          .should()
          .accessTargetWhere(ForbiddenAccess.toTheOutside());

  @ArchTest
  static final ArchRule PURE_PACKAGES_KNOW_NO_CONCURRENCY =
      noClasses()
          .that()
          .resideInAnyPackage(Layers.packages("delivery", "selector"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.concurrent..");

  @ArchTest
  static final ArchRule NO_CHANGING_STATIC_FIELD =
      fields().that().areStatic().should().haveModifier(JavaModifier.FINAL);

  @ArchTest
  static final ArchRule NO_THROWS_EXCEPTION =
      noCodeUnits()
          .should()
          .declareThrowableOfType(Exception.class)
          .orShould()
          .declareThrowableOfType(Throwable.class);

  @ArchTest
  static final ArchRule NAMES_SAY_SOMETHING =
      noClasses()
          .that()
          .areTopLevelClasses()
          .should()
          .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Info|Data)");

  @ArchTest
  static final ArchRule NO_OUTPUT_BUT_THE_LOG =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.rewindmq.doctor.Doctor") // programs of their own
          .and()
          .doNotHaveFullyQualifiedName("io.rewindmq.metadata.move.DatabaseMove")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethodWhere(target(name("printStackTrace")));

  /** A new role needs a decision record, and then a word here. */
  @ArchTest
  static final ArchRule THREAD_ROLES_ARE_THESE =
      classes()
          .that()
          .haveFullyQualifiedName("io.rewindmq.platform.thread.ThreadRole")
          .should(
              Roles.beExactly(
                  "NET_LOOP",
                  "SHARD_LOOP",
                  "JOURNAL_WRITER",
                  "LOG_READER",
                  "PEER_LINK",
                  "HOUSEKEEPER",
                  "ADMIN_WORKER"));
}
