// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.arch;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.Set;

/**
 * What only {@code jms.transport} may call, because it brings time, chance, threads or files along.
 */
final class ForbiddenAccess {
  private static final Set<String> METHODS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.Math.random",
          "java.util.UUID.randomUUID");

  private static final Set<String> TYPES =
      Set.of(
          "java.lang.Thread",
          "java.lang.Thread$Builder",
          "java.util.concurrent.Executors",
          "java.util.concurrent.ForkJoinPool",
          "java.util.concurrent.ThreadLocalRandom",
          "java.util.concurrent.locks.LockSupport",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.Timer",
          "java.security.SecureRandom",
          "java.nio.channels.FileChannel",
          "java.io.FileInputStream",
          "java.io.FileOutputStream",
          "java.io.FileReader",
          "java.io.FileWriter",
          "java.io.RandomAccessFile");

  private ForbiddenAccess() {}

  static DescribedPredicate<JavaAccess<?>> toTheOutside() {
    return DescribedPredicate.describe(
        "is a clock, a thread, chance or a file", ForbiddenAccess::isForbidden);
  }

  private static boolean isForbidden(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String method = access.getTarget().getName();
    return TYPES.contains(owner)
        || METHODS.contains(owner + "." + method)
        || isOneOfTheClocks(owner, method)
        || isFileAccess(owner);
  }

  private static boolean isOneOfTheClocks(String owner, String method) {
    return owner.startsWith("java.time.")
        && (method.equals("now")
            || (owner.equals("java.time.Clock") && method.startsWith("system")));
  }

  /** A path is a name; reading it is what is forbidden. */
  private static boolean isFileAccess(String owner) {
    return owner.startsWith("java.nio.file.") && !owner.equals("java.nio.file.Path");
  }
}
