// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.document;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.jboss.jandex.IndexView;
import org.jspecify.annotations.Nullable;

/**
 * Completes the document while the server is built.
 *
 * <p>Paths, methods and answers come from the resources themselves; what parameters and bodies may
 * be comes from {@code META-INF/openapi.yaml}, where a parameter is described under its name, with
 * the resource or the operation before it where the name means something else there, and a body
 * under the name of its operation. Rights, and the refusals that every method can answer with, are
 * added here, so that nobody has to write them twice.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiDocument implements OASFilter {
  private final ResourceMethods methods;
  private final IndexView index;

  public ApiDocument(IndexView index) {
    this.index = index;
    this.methods = ResourceMethods.in(index);
  }

  @Override
  public void filterOpenAPI(OpenAPI document) {
    Components components = document.getComponents();
    NullableFields.mark(components, index);
    if (document.getPaths() == null) {
      return;
    }
    document
        .getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations()
                    .forEach(
                        (verb, operation) ->
                            methods
                                .find(verb.name(), path)
                                .ifPresent(
                                    method ->
                                        complete(
                                            components, operation, verb.name(), path, method))));
  }

  private static void complete(
      Components components,
      Operation operation,
      String verb,
      String path,
      ResourceMethods.Method method) {
    operation.setOperationId(method.operationId());
    operation.setTags(List.of(method.tag()));
    operation.setDescription("Needs " + method.needs() + ".");
    operation.addExtension("x-rewind-action", method.action());
    operation.addExtension("x-rewind-rights", method.rights());
    Map<String, RequestBody> bodies = components.getRequestBodies();
    if (bodies != null && bodies.containsKey(method.operationId())) {
      operation.setRequestBody(
          OASFactory.createRequestBody().ref("#/components/requestBodies/" + method.operationId()));
    } else {
      operation.setRequestBody(null);
    }
    operation.setParameters(described(components, method, operation.getParameters()));
    Refusals.addTo(operation, verb, path);
  }

  private static List<Parameter> described(
      Components components, ResourceMethods.Method method, @Nullable List<Parameter> parameters) {
    List<Parameter> described = new ArrayList<>();
    Map<String, Parameter> known = components.getParameters();
    for (Parameter parameter : parameters == null ? List.<Parameter>of() : parameters) {
      described.add(
          names(method, parameter)
              .filter(name -> isDescribed(known, name, parameter))
              .findFirst()
              .map(name -> OASFactory.createParameter().ref("#/components/parameters/" + name))
              .orElse(parameter));
    }
    return described;
  }

  /** Where it may be described: for this method, for all of the resource, for all. */
  private static Stream<String> names(ResourceMethods.Method method, Parameter parameter) {
    String name = parameter.getName();
    return Stream.of(method.operationId() + "." + name, method.resource() + "." + name, name);
  }

  private static boolean isDescribed(
      @Nullable Map<String, Parameter> known, String name, Parameter parameter) {
    Parameter text = known == null ? null : known.get(name);
    return text != null && text.getIn() == parameter.getIn();
  }
}
