// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.jndi;

import java.util.SortedMap;
import javax.naming.Name;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** What one level of the naming tree holds. */
sealed interface Directory permits FixedDirectory, DynamicDirectory {
  /** Names and what they stand for, sorted: a {@link Directory} or an object; can't be changed. */
  SortedMap<String, Object> entries();

  /**
   * An object or directory below this one.
   *
   * @param name at least one part
   * @return null = there is none
   */
  @Nullable Object find(Name name) throws NamingException;
}
