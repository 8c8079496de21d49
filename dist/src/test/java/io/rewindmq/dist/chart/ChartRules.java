// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold of everything that the chart renders, whatever the values. */
final class ChartRules {
  private final Manifests manifests;
  private final Set<String> given;

  /**
   * @param given names of secrets, and of a service account, that the values say are there
   */
  ChartRules(Manifests manifests, Set<String> given) {
    this.manifests = manifests;
    this.given = given;
  }

  void check() {
    fieldsAndNames();
    manifests.pods().forEach(this::pod);
    services();
    routes();
    policies();
    monitors();
    statefulSets();
  }

  private void fieldsAndNames() {
    Set<String> seen = new TreeSet<>();
    for (HasMetadata object : manifests.all()) {
      assertThat(UnknownFields.in(object)).as("fields that the API does not have").isEmpty();
      String name = object.getMetadata().getName();
      assertThat(name).matches("[a-z]([-a-z0-9]*[a-z0-9])?").hasSizeLessThanOrEqualTo(63);
      assertThat(seen.add(object.getKind() + " " + name)).as("twice: " + name).isTrue();
      assertThat(object.getMetadata().getLabels())
          .containsKeys("app.kubernetes.io/name", "app.kubernetes.io/instance", "helm.sh/chart")
          .allSatisfy((key, value) -> assertThat(value).hasSizeLessThanOrEqualTo(63));
    }
  }

  private void pod(Manifests.PodView pod) {
    var spec = pod.spec();
    assertThat(spec.getAutomountServiceAccountToken()).as(pod.owner()).isFalse();
    assertThat(spec.getEnableServiceLinks()).as(pod.owner()).isFalse();
    assertThat(spec.getHostNetwork()).isNull();
    assertThat(spec.getHostPID()).isNull();
    assertThat(spec.getHostIPC()).isNull();
    assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(spec.getSecurityContext().getRunAsUser()).isPositive();
    assertThat(spec.getSecurityContext().getFsGroup()).isPositive();
    assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(Stream.concat(manifests.names(ServiceAccount.class).stream(), given.stream()))
        .as("service account of " + pod.owner())
        .contains(spec.getServiceAccountName());
    assertThat(spec.getInitContainers()).isEmpty();
    assertThat(spec.getContainers()).hasSize(1);
    Container container = spec.getContainers().getFirst();
    unprivileged(container.getSecurityContext());
    volumes(pod, container);
    secrets(pod, container);
    for (Probe probe :
        probes(
            container.getStartupProbe(),
            container.getLivenessProbe(),
            container.getReadinessProbe())) {
      if (probe.getHttpGet() != null) {
        assertThat(portNames(container)).contains(probe.getHttpGet().getPort().getStrVal());
        assertThat(probe.getHttpGet().getPath()).startsWith("/q/health/");
      } else if (probe.getTcpSocket() != null) {
        assertThat(portNames(container)).contains(probe.getTcpSocket().getPort().getStrVal());
      } else {
        assertThat(probe.getExec().getCommand()).isNotEmpty();
      }
    }
  }

  private static List<Probe> probes(@Nullable Probe... probes) {
    List<Probe> there = new ArrayList<>();
    for (Probe probe : probes) {
      if (probe != null) {
        there.add(probe);
      }
    }
    return there;
  }

  private static void unprivileged(SecurityContext security) {
    assertThat(security.getAllowPrivilegeEscalation()).isFalse();
    assertThat(security.getPrivileged()).isNull();
    assertThat(security.getReadOnlyRootFilesystem()).isTrue();
    assertThat(security.getRunAsNonRoot()).isTrue();
    assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(security.getCapabilities().getAdd()).isEmpty();
  }

  private static List<String> portNames(Container container) {
    return container.getPorts().stream().map(ContainerPort::getName).toList();
  }

  /** Every mount has a volume, and every volume a mount. */
  private static void volumes(Manifests.PodView pod, Container container) {
    List<String> mounted =
        container.getVolumeMounts().stream().map(mount -> mount.getName()).sorted().toList();
    List<String> there =
        Stream.concat(pod.spec().getVolumes().stream().map(Volume::getName), pod.claims().stream())
            .sorted()
            .toList();
    assertThat(mounted).as("mounts and volumes of " + pod.owner()).isEqualTo(there);
    assertThat(container.getVolumeMounts().stream().map(mount -> mount.getMountPath()))
        .doesNotHaveDuplicates();
    for (Volume volume : pod.spec().getVolumes()) {
      assertThat(volume.getHostPath()).isNull();
    }
  }

  private void secrets(Manifests.PodView pod, Container container) {
    Set<String> known = knownSecrets();
    for (Volume volume : pod.spec().getVolumes()) {
      if (volume.getSecret() != null) {
        assertThat(known).as(pod.owner()).contains(volume.getSecret().getSecretName());
      }
    }
    container
        .getEnv()
        .forEach(
            variable -> {
              if (variable.getValueFrom() != null
                  && variable.getValueFrom().getSecretKeyRef() != null) {
                var reference = variable.getValueFrom().getSecretKeyRef();
                assertThat(known).as(variable.getName()).contains(reference.getName());
                manifests.all(Secret.class).stream()
                    .filter(secret -> secret.getMetadata().getName().equals(reference.getName()))
                    .forEach(
                        secret -> assertThat(secret.getData()).containsKey(reference.getKey()));
              }
            });
    pod.spec()
        .getImagePullSecrets()
        .forEach(secret -> assertThat(known).contains(secret.getName()));
  }

  private Set<String> knownSecrets() {
    Set<String> known = new TreeSet<>(given);
    known.addAll(manifests.names(Secret.class));
    for (GenericKubernetesResource certificate : manifests.all(GenericKubernetesResource.class)) {
      known.add(String.valueOf(certificate.get("spec", "secretName").toString()));
    }
    return known;
  }

  /** The pods that are meant; a service for nobody would be a silent hole. */
  private List<Manifests.PodView> selected(Map<String, String> selector) {
    assertThat(selector).isNotEmpty();
    List<Manifests.PodView> pods =
        manifests.pods().stream()
            .filter(pod -> pod.labels().entrySet().containsAll(selector.entrySet()))
            .toList();
    assertThat(pods).as("pods with " + selector).hasSize(1);
    return pods;
  }

  private void services() {
    for (Service service : manifests.all(Service.class)) {
      Manifests.PodView pod = selected(service.getSpec().getSelector()).getFirst();
      for (ServicePort port : service.getSpec().getPorts()) {
        assertThat(portNames(pod.spec().getContainers().getFirst()))
            .as(service.getMetadata().getName())
            .contains(port.getTargetPort().getStrVal());
      }
    }
  }

  private void routes() {
    for (Ingress ingress : manifests.all(Ingress.class)) {
      var backend =
          ingress.getSpec().getRules().getFirst().getHttp().getPaths().getFirst().getBackend();
      assertThat(servicePorts(backend.getService().getName()).stream().map(ServicePort::getName))
          .contains(backend.getService().getPort().getName());
    }
    for (HTTPRoute route : manifests.all(HTTPRoute.class)) {
      var backend = route.getSpec().getRules().getFirst().getBackendRefs().getFirst();
      assertThat(servicePorts(backend.getName()).stream().map(ServicePort::getPort))
          .contains(backend.getPort());
    }
  }

  private List<ServicePort> servicePorts(String service) {
    return manifests.one(Service.class, service).getSpec().getPorts();
  }

  private void policies() {
    for (NetworkPolicy policy : manifests.all(NetworkPolicy.class)) {
      var pod = selected(policy.getSpec().getPodSelector().getMatchLabels()).getFirst();
      List<String> named =
          policy.getSpec().getIngress().stream()
              .flatMap(rule -> rule.getPorts().stream())
              .map(port -> port.getPort().getStrVal())
              .toList();
      assertThat(named)
          .as("every port is let in, and no other")
          .containsExactlyInAnyOrderElementsOf(portNames(pod.spec().getContainers().getFirst()));
      assertThat(policy.getSpec().getIngress())
          .allSatisfy(rule -> assertThat(rule.getFrom()).isNotEmpty());
      policy.getSpec().getEgress().stream()
          .flatMap(rule -> rule.getTo().stream())
          .filter(peer -> peer.getPodSelector() != null && peer.getNamespaceSelector() == null)
          .forEach(peer -> selected(peer.getPodSelector().getMatchLabels()));
    }
    for (PodDisruptionBudget budget : manifests.all(PodDisruptionBudget.class)) {
      selected(budget.getSpec().getSelector().getMatchLabels());
      assertThat(budget.getSpec().getMaxUnavailable()).isEqualTo(new IntOrString(0));
    }
  }

  private void monitors() {
    for (ServiceMonitor monitor : manifests.all(ServiceMonitor.class)) {
      var selector = monitor.getSpec().getSelector().getMatchLabels();
      List<Service> services =
          manifests.all(Service.class).stream()
              .filter(
                  service ->
                      service.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
              .toList();
      assertThat(services).hasSize(1);
      assertThat(services.getFirst().getSpec().getPorts().stream().map(ServicePort::getName))
          .contains(monitor.getSpec().getEndpoints().getFirst().getPort());
    }
  }

  private void statefulSets() {
    for (StatefulSet set : manifests.all(StatefulSet.class)) {
      Service headless = manifests.one(Service.class, set.getSpec().getServiceName());
      assertThat(headless.getSpec().getClusterIP()).isEqualTo("None");
      assertThat(set.getSpec().getTemplate().getMetadata().getLabels())
          .containsAllEntriesOf(set.getSpec().getSelector().getMatchLabels());
      assertThat(set.getSpec().getSelector().getMatchLabels())
          .as("what changes with an upgrade must not select")
          .doesNotContainKeys("app.kubernetes.io/version", "helm.sh/chart");
      assertThat(set.getSpec().getReplicas()).isEqualTo(1);
      var container = set.getSpec().getTemplate().getSpec().getContainers().getFirst();
      assertThat(container.getResources().getRequests()).isNotEmpty();
      assertThat(container.getStartupProbe()).isNotNull();
      assertThat(container.getLivenessProbe()).isNotNull();
      assertThat(container.getReadinessProbe()).isNotNull();
    }
  }
}
