// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Rendered objects by their types of the Kubernetes API; every field must be one of theirs. */
final class Manifests {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private static final Map<String, Class<? extends HasMetadata>> TYPES =
      Map.ofEntries(
          Map.entry("v1/ConfigMap", ConfigMap.class),
          Map.entry("v1/Pod", Pod.class),
          Map.entry("v1/Secret", Secret.class),
          Map.entry("v1/Service", Service.class),
          Map.entry("v1/ServiceAccount", ServiceAccount.class),
          Map.entry("apps/v1/StatefulSet", StatefulSet.class),
          Map.entry("networking.k8s.io/v1/Ingress", Ingress.class),
          Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
          Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("gateway.networking.k8s.io/v1/HTTPRoute", HTTPRoute.class),
          Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class),
          Map.entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
          Map.entry("cert-manager.io/v1/Certificate", GenericKubernetesResource.class));

  private final List<HasMetadata> objects = new ArrayList<>();

  /** Parses what Helm has rendered. */
  static Manifests of(String rendered) {
    Manifests manifests = new Manifests();
    for (String document : rendered.split("(?m)^---\\s*$", -1)) {
      String text = document.replaceAll("(?m)^#.*$", "").strip();
      if (!text.isEmpty()) {
        manifests.objects.add(parse(text));
      }
    }
    return manifests;
  }

  private static HasMetadata parse(String text) {
    try {
      JsonNode tree = YAML.readTree(text);
      String kind = tree.path("apiVersion").asText() + "/" + tree.path("kind").asText();
      Class<? extends HasMetadata> type = TYPES.get(kind);
      if (type == null) {
        throw new AssertionError("the chart makes a " + kind + ", which no test judges");
      }
      return YAML.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e.getMessage() + " in\n" + text, e);
    }
  }

  List<HasMetadata> all() {
    return objects;
  }

  <T> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T extends HasMetadata> T one(Class<T> type, String name) {
    return all(type).stream()
        .filter(any -> name.equals(any.getMetadata().getName()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + type.getSimpleName() + " " + name));
  }

  /** Names of the objects of a type. */
  List<String> names(Class<? extends HasMetadata> type) {
    return all(type).stream().map(any -> any.getMetadata().getName()).toList();
  }

  /**
   * A pod, or what makes one.
   *
   * @param owner kind and name of the object
   * @param claims names of the volumes that the owner makes
   */
  record PodView(String owner, Map<String, String> labels, PodSpec spec, List<String> claims) {}

  /** All pods. */
  List<PodView> pods() {
    Stream<PodView> made =
        all(StatefulSet.class).stream()
            .map(
                set ->
                    new PodView(
                        "StatefulSet " + set.getMetadata().getName(),
                        set.getSpec().getTemplate().getMetadata().getLabels(),
                        set.getSpec().getTemplate().getSpec(),
                        set.getSpec().getVolumeClaimTemplates().stream()
                            .map(claim -> claim.getMetadata().getName())
                            .toList()));
    Stream<PodView> single =
        all(Pod.class).stream()
            .map(
                pod ->
                    new PodView(
                        "Pod " + pod.getMetadata().getName(),
                        pod.getMetadata().getLabels(),
                        pod.getSpec(),
                        List.of()));
    return Stream.concat(made, single).toList();
  }

  /**
   * The environment of a pod's only container; a value from a secret is {@code secret:NAME/KEY}.
   */
  static Map<String, String> environment(PodSpec spec) {
    Map<String, String> environment = new LinkedHashMap<>();
    spec.getContainers()
        .getFirst()
        .getEnv()
        .forEach(
            variable -> {
              var from = variable.getValueFrom();
              String value =
                  from == null
                      ? Objects.requireNonNullElse(variable.getValue(), "")
                      : "secret:"
                          + from.getSecretKeyRef().getName()
                          + "/"
                          + from.getSecretKeyRef().getKey();
              if (environment.put(variable.getName(), value) != null) {
                throw new AssertionError(variable.getName() + " is set twice");
              }
            });
    return environment;
  }
}
