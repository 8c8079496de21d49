// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.rewindmq.platform.figure.Distribution;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.ArrayList;
import java.util.List;

/** The metrics of one scrape, as they are put together. */
@OwnedBy(ThreadRole.ADMIN_WORKER)
final class MetricFamilies {
  private static final double NANOS_A_SECOND = 1e9;

  private final List<Family> all = new ArrayList<>();

  /** One metric with values for some labels, or for none. */
  static final class Family {
    private final String name;
    private final Collector.Type type;
    private final String help;
    private final List<String> labels;
    private final List<Sample> samples = new ArrayList<>();

    private Family(String name, Collector.Type type, String help, String... labels) {
      this.name = name;
      this.type = type;
      this.help = help;
      this.labels = List.of(labels);
    }

    /** The library copies the samples, so this comes last. */
    private MetricFamilySamples finished() {
      return new MetricFamilySamples(name, type, help, samples);
    }

    /** Adds a count; above 2^53 the last digits are lost. */
    Family with(long value, String... labelValues) {
      return with((double) value, labelValues);
    }

    /** Adds a value. */
    Family with(double value, String... labelValues) {
      String shown = type == Collector.Type.COUNTER ? name + "_total" : name;
      samples.add(new Sample(shown, labels, List.of(labelValues), value));
      return this;
    }
  }

  /** Begins a metric that goes up and down. */
  Family gauge(String name, String help, String... labels) {
    return family(new Family(name, Collector.Type.GAUGE, help, labels));
  }

  /**
   * Begins a metric that goes up only, until the broker starts anew.
   *
   * @param name without the {@code _total} that it is shown with
   */
  Family counter(String name, String help, String... labels) {
    return family(new Family(name, Collector.Type.COUNTER, help, labels));
  }

  private Family family(Family family) {
    all.add(family);
    return family;
  }

  /** Adds a distribution of nanoseconds as seconds. */
  void seconds(String name, String help, Distribution nanos) {
    histogram(name, help, nanos, NANOS_A_SECOND);
  }

  /** Adds a distribution of bytes. */
  void bytes(String name, String help, Distribution bytes) {
    histogram(name, help, bytes, 1);
  }

  private void histogram(String name, String help, Distribution of, double unit) {
    List<Sample> samples = family(new Family(name, Collector.Type.HISTOGRAM, help)).samples;
    long count = 0;
    for (int range = 0; range < of.ranges(); range++) {
      count += of.count(range);
      addBucket(samples, name, (double) of.bound(range) / unit, count);
    }
    count += of.count(of.ranges());
    addBucket(samples, name, Double.POSITIVE_INFINITY, count);
    samples.add(new Sample(name + "_count", List.of(), List.of(), (double) count));
    samples.add(new Sample(name + "_sum", List.of(), List.of(), (double) of.sum() / unit));
  }

  private static void addBucket(List<Sample> samples, String name, double bound, long count) {
    String end = bound == Double.POSITIVE_INFINITY ? "+Inf" : Double.toString(bound);
    samples.add(new Sample(name + "_bucket", List.of("le"), List.of(end), (double) count));
  }

  List<MetricFamilySamples> all() {
    return all.stream().map(Family::finished).toList();
  }
}
