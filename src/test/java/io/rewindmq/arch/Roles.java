// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Pins the constants of an enum. */
final class Roles {
  private Roles() {}

  static ArchCondition<JavaClass> beExactly(String... names) {
    Set<String> expected = new TreeSet<>(List.of(names));
    return new ArchCondition<>("have exactly the constants " + expected) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Set<String> found =
            type.getFields().stream()
                .filter(field -> field.getRawType().equals(type))
                .map(JavaField::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!found.equals(expected)) {
          String message = type.getName() + " has " + found + " instead of " + expected;
          events.add(SimpleConditionEvent.violated(type, message));
        }
      }
    };
  }
}
