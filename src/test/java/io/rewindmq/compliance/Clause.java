// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The rule of Jakarta Messaging 3.1 that a test holds the provider to. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Clause {
  /** Number of the specification's section, as {@code "6.2.5"}. */
  String section();

  /**
   * The rule in one sentence of ours, as "Messages of a session arrive in the order of sending".
   */
  String rule();
}
