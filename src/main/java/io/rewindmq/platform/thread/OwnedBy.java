// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.thread;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The type's mutable state belongs to threads of this role; nobody else calls it. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface OwnedBy {
  ThreadRole value();
}
