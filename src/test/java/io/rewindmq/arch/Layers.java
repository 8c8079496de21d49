// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which package of the server may see which, edge first. A package sees what lies below it, never
 * its siblings and never what lies above.
 */
final class Layers {
  static final String ROOT = "io.rewindmq.";

  /** The packages that may know Quarkus and its friends. */
  static final String[] EDGE = {"app", "config", "admin", "health", "net", "metadata", "token"};

  /** The packages that know no framework at all. */
  static final String[] CORE = {
    "broker",
    "doctor",
    "copy",
    "shard",
    "replication",
    "delivery",
    "selector",
    "storage",
    "journal",
    "log",
    "record",
    "platform"
  };

  private static final Set<String> FOUNDATION = Set.of("record", "platform");
  private static final Set<String> STORAGE = union(FOUNDATION, "journal", "log");

  /** Annotations that name the owner of a class; all that the pure packages see of platform. */
  private static final String THREAD_ANNOTATIONS = "platform.thread";

  private static final Set<String> SELECTOR = Set.of("record", THREAD_ANNOTATIONS);
  private static final Set<String> DELIVERY = union(SELECTOR, "selector");
  private static final Set<String> SHARD =
      union(STORAGE, "delivery", "selector", "replication", "storage");
  private static final Set<String> BROKER = union(SHARD, "shard", "protocol");
  private static final Set<String> BESIDE_THE_APP =
      union(without(BROKER, "protocol"), "broker", "copy");

  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("platform", Set.of()),
          Map.entry("record", Set.of("platform")),
          Map.entry("journal", FOUNDATION),
          Map.entry("log", FOUNDATION),
          Map.entry("storage", STORAGE),
          Map.entry("replication", FOUNDATION),
          Map.entry("selector", SELECTOR),
          Map.entry("delivery", DELIVERY),
          Map.entry("shard", SHARD),
          Map.entry("broker", BROKER),
          Map.entry("copy", STORAGE),
          Map.entry("doctor", union(SHARD, "shard")),
          Map.entry("config", BESIDE_THE_APP),
          Map.entry("admin", BESIDE_THE_APP),
          Map.entry("health", BESIDE_THE_APP),
          Map.entry("metadata", BESIDE_THE_APP),
          Map.entry("token", BESIDE_THE_APP),
          Map.entry("net", union(BESIDE_THE_APP, "protocol")),
          Map.entry(
              "app",
              union(
                  BESIDE_THE_APP,
                  "protocol",
                  "net",
                  "metadata",
                  "health",
                  "admin",
                  "config",
                  "token")));

  private Layers() {}

  static String[] packages(String... names) {
    String[] patterns = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      patterns[i] = ROOT + names[i] + "..";
    }
    return patterns;
  }

  static ArchCondition<JavaClass> seeOnlyWhatLiesBelow() {
    return new ArchCondition<>("see only the packages below their own") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String own = topOf(type.getPackageName());
        Set<String> allowed = ALLOWED.get(own);
        if (allowed == null) {
          String message = type.getName() + " is in no package of the table in " + Layers.class;
          events.add(SimpleConditionEvent.violated(type, message));
          return;
        }
        type.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> !isAllowed(own, allowed, dependency.getTargetClass()))
            .forEach(
                dependency ->
                    events.add(
                        SimpleConditionEvent.violated(
                            type, own + " must not see: " + dependency.getDescription())));
      }
    };
  }

  private static boolean isAllowed(String own, Set<String> allowed, JavaClass target) {
    String targetPackage = target.getBaseComponentType().getPackageName();
    if (!(targetPackage + ".").startsWith(ROOT)) {
      return true;
    }
    String inRoot = targetPackage.substring(Math.min(ROOT.length(), targetPackage.length()));
    return topOf(targetPackage).equals(own)
        || allowed.contains(topOf(targetPackage))
        || allowed.contains(inRoot);
  }

  /** For example {@code platform} of {@code io.rewindmq.platform.clock}. */
  private static String topOf(String packageName) {
    String[] parts = packageName.split("\\.", -1);
    return parts.length > 2 ? parts[2] : "";
  }

  private static Set<String> union(Set<String> some, String... more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(Set.of(more));
    return Set.copyOf(all);
  }

  private static Set<String> without(Set<String> some, String name) {
    Set<String> rest = new HashSet<>(some);
    rest.remove(name);
    return Set.copyOf(rest);
  }
}
