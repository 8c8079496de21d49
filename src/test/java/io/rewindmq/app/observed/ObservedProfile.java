// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app.observed;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** A server that looks at itself often, warns soon, and is traced. */
public final class ObservedProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "rewind.metrics.period-millis", "100",
        "rewind.metrics.objects-max", "20",
        "rewind.warning.slow-consumer-millis", "300",
        "rewind.warning.backlog-messages", "50",
        "rewind.warning.age-millis", "200",
        "rewind.warning.repeat-millis", "60000",
        "rewind.tracing.enabled", "true",
        "quarkus.otel.bsp.schedule.delay", "50ms");
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(SpanReceiver.class));
  }
}
