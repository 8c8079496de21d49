// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.document;

import io.rewindmq.admin.access.Action;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jspecify.annotations.Nullable;

/** The methods of REST, by HTTP method and path. */
final class ResourceMethods {
  private static final DotName PATH = DotName.createSimple(Path.class);
  private static final DotName ACTION = DotName.createSimple(Action.class);
  private static final List<String> VERBS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final String SUFFIX = "Resource";

  private final Map<String, Method> methods = new HashMap<>();

  private ResourceMethods() {}

  /**
   * One method.
   *
   * @param rights of which one is needed; none = the method itself decides
   * @param needs the same for people
   */
  record Method(String operationId, String tag, String action, List<String> rights, String needs) {
    Method {
      rights = List.copyOf(rights);
    }

    /** What names of its operations begin with. */
    String resource() {
      return tag.toLowerCase(Locale.ROOT);
    }
  }

  static ResourceMethods in(IndexView index) {
    ResourceMethods all = new ResourceMethods();
    for (AnnotationInstance found : index.getAnnotations(ACTION)) {
      MethodInfo method = found.target().asMethod();
      ClassInfo type = method.declaringClass();
      String path = path(type.declaredAnnotation(PATH)) + path(method.annotation(PATH));
      for (String verb : VERBS) {
        DotName annotation = DotName.createSimple(HttpMethod.class.getPackageName() + "." + verb);
        if (method.hasAnnotation(annotation)) {
          all.methods.put(verb + " " + path, of(type, method, found));
        }
      }
    }
    return all;
  }

  /** By HTTP method and path. */
  Optional<Method> find(String verb, String path) {
    return Optional.ofNullable(methods.get(verb + " " + path));
  }

  private static Method of(ClassInfo type, MethodInfo method, AnnotationInstance action) {
    String name = type.simpleName();
    String tag = name.substring(0, name.length() - SUFFIX.length());
    AnnotationValue anyOf = action.value("anyOf");
    List<String> rights =
        anyOf == null
            ? List.of()
            : Arrays.stream(anyOf.asEnumArray())
                .map(right -> right.toLowerCase(Locale.ROOT))
                .toList();
    AnnotationValue said = action.value("needs");
    String needs =
        said != null
            ? said.asString()
            : rights.isEmpty() ? "a login" : "the right " + String.join(" or ", rights);
    return new Method(
        tag.toLowerCase(Locale.ROOT) + "." + method.name(),
        tag,
        action.value().asString(),
        rights,
        needs);
  }

  private static String path(@Nullable AnnotationInstance path) {
    return path == null ? "" : path.value().asString();
  }
}
