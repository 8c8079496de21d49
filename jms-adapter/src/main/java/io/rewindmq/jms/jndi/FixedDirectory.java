// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.jndi;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.naming.ConfigurationException;
import javax.naming.Name;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** Filled from settings, then only read. Threads: any, once it is filled. */
final class FixedDirectory implements Directory {
  private final SortedMap<String, Object> entries = new TreeMap<>();

  /**
   * Enters an object, making the directories on the way to it.
   *
   * @throws ConfigurationException the name, or a part of it, is taken
   */
  void put(Name name, Object object) throws ConfigurationException {
    FixedDirectory at = this;
    for (int i = 0; i < name.size() - 1; i++) {
      Object next = at.entries.computeIfAbsent(name.get(i), part -> new FixedDirectory());
      if (!(next instanceof FixedDirectory directory)) {
        throw new ConfigurationException(
            "the name " + name.getPrefix(i + 1) + " is taken, so there can be no " + name);
      }
      at = directory;
    }
    if (at.entries.putIfAbsent(name.get(name.size() - 1), object) != null) {
      throw new ConfigurationException("the name " + name + " is given twice");
    }
  }

  @Override
  public SortedMap<String, Object> entries() {
    return Collections.unmodifiableSortedMap(entries);
  }

  @Override
  public @Nullable Object find(Name name) throws NamingException {
    Object found = entries.get(name.get(0));
    Name rest = name.getSuffix(1);
    if (found == null || rest.isEmpty()) {
      return found;
    }
    return found instanceof Directory directory ? directory.find(rest) : null;
  }
}
