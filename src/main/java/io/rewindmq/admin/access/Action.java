// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.access;

import io.rewindmq.broker.permission.BrokerRight;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a method of REST does and who may call it. A method without it is refused. What changes
 * something (everything but GET) is put on record under its name.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Action {
  /** For example {@code destination.create}. */
  String value();

  /**
   * One of these rights is needed. None = whoever has logged in may call it, and the method itself
   * asks {@link AdminRequest} what is allowed.
   */
  BrokerRight[] anyOf() default {};

  /** For the OpenAPI document, where it is not just these rights: what is needed. */
  String needs() default "";
}
