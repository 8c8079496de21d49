// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a key means and may be; checked at start and listed in {@code docs/configuration.md}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Setting {
  /** One sentence for operators. */
  String value();

  /** For numbers: what is counted. */
  String unit() default "";

  /** For numbers: the smallest, inclusive. */
  long min() default 0;

  /** For numbers: the largest, inclusive. */
  long max() default Long.MAX_VALUE;

  /** For texts: the ones allowed; none = every text. */
  String[] choices() default {};
}
