// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist.chart;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds fields that the Kubernetes API does not have: the model keeps them aside instead of
 * refusing them.
 */
final class UnknownFields {
  private final List<String> found = new ArrayList<>();

  private UnknownFields() {}

  /** Paths of all such fields in an object. */
  static List<String> in(Object object) {
    UnknownFields search = new UnknownFields();
    search.look(object, object.getClass().getSimpleName());
    return search.found;
  }

  private void look(@Nullable Object value, String path) {
    switch (value) {
      case GenericKubernetesResource _ -> {} // of a kind that the model does not know
      case Collection<?> many -> {
        int at = 0;
        for (Object one : many) {
          look(one, path + "[" + at++ + "]");
        }
      }
      case Map<?, ?> map -> map.forEach((key, one) -> look(one, path + "." + key));
      case null -> {}
      default -> {
        if (value.getClass().getName().startsWith("io.fabric8.")) {
          lookInto(value, path);
        }
      }
    }
  }

  private void lookInto(Object value, String path) {
    for (Method method : value.getClass().getMethods()) {
      String name = method.getName();
      boolean isGetter =
          name.startsWith("get")
              && method.getParameterCount() == 0
              && !method.getDeclaringClass().equals(Object.class)
              && !java.lang.reflect.Modifier.isStatic(method.getModifiers());
      if (isGetter) {
        Object got = call(method, value);
        if (name.equals("getAdditionalProperties")) {
          ((Map<?, ?>) Objects.requireNonNull(got))
              .keySet()
              .forEach(key -> found.add(path + "." + key));
        } else {
          look(got, path + "." + name.substring(3));
        }
      }
    }
  }

  private static @Nullable Object call(Method method, Object on) {
    try {
      return method.invoke(on);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(method + ": " + e, e);
    }
  }
}
