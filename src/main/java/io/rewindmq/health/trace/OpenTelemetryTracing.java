// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.rewindmq.broker.MessageTracing;
import io.rewindmq.platform.thread.AnyThread;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Spans of messages as OpenTelemetry has them: children of what the message carries, so all that
 * happens to it is one trace. Ended spans go into the exporter's bounded queue; when that is full
 * they are dropped.
 */
@AnyThread // concurrent maps; the library's tracers are safe
public final class OpenTelemetryTracing implements MessageTracing {
  // where they begin in a traceparent
  private static final int TRACE_ID = 3;
  private static final int SPAN_ID = 36;

  private static final TextMapGetter<Parent> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Parent carrier) {
          return List.of("traceparent", "tracestate");
        }

        @Override
        public @Nullable String get(@Nullable Parent carrier, String key) {
          if (carrier == null) {
            return null;
          }
          return key.equals("traceparent") ? carrier.traceparent() : carrier.state();
        }
      };

  private static final AttributeKey<Long> SEQUENCE = AttributeKey.longKey("rewindmq.sequence");
  private static final AttributeKey<Long> PARTITION = AttributeKey.longKey("rewindmq.partition");
  private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("rewindmq.offset");
  private static final AttributeKey<Long> DELIVERIES =
      AttributeKey.longKey("rewindmq.delivery_count");
  private static final AttributeKey<Long> WAITED = AttributeKey.longKey("rewindmq.waited_ms");

  /** Destinations whose names and attributes are kept; of more, all are made anew. */
  private static final int KINDS_MAX = 3_000;

  private final Tracer tracer;
  private final Map<Step, Map<String, Kind>> kinds = new EnumMap<>(Step.class);

  /** What all spans of a step with messages of one destination have in common. */
  private record Kind(String name, Attributes attributes) {
    static Kind of(Step step, String destination) {
      String operation = step.name().toLowerCase(Locale.ROOT);
      return new Kind(
          operation + " " + destination,
          Attributes.of(
              AttributeKey.stringKey("messaging.system"),
              "rewindmq",
              AttributeKey.stringKey("messaging.operation.name"),
              operation,
              AttributeKey.stringKey("messaging.destination.name"),
              destination));
    }
  }

  /** Over the given library. */
  public OpenTelemetryTracing(OpenTelemetry library) {
    this.tracer = library.getTracer("io.rewindmq");
    for (Step step : Step.values()) {
      kinds.put(step, new ConcurrentHashMap<>());
    }
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public MessageTracing.@Nullable OpenSpan begin(Step step, Parent parent, Message message) {
    SpanContext remote = parent.state() == null ? parsed(parent.traceparent()) : extracted(parent);
    return remote.isValid() ? started(step, Context.root().with(Span.wrap(remote)), message) : null;
  }

  /** A sampled parent without a state, which most are. */
  private static SpanContext parsed(String traceparent) {
    return traceparent.startsWith("ff")
        ? SpanContext.getInvalid()
        : SpanContext.createFromRemoteParent(
            traceparent.substring(TRACE_ID, TRACE_ID + TraceId.getLength()),
            traceparent.substring(SPAN_ID, SPAN_ID + SpanId.getLength()),
            TraceFlags.getSampled(),
            TraceState.getDefault());
  }

  private static SpanContext extracted(Parent parent) {
    return Span.fromContext(
            W3CTraceContextPropagator.getInstance().extract(Context.root(), parent, GETTER))
        .getSpanContext();
  }

  private LibrarySpan started(Step step, Context parent, Message message) {
    Kind kind = kind(step, message.destination());
    SpanBuilder builder =
        tracer
            .spanBuilder(kind.name())
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setAllAttributes(kind.attributes());
    if (step == Step.SEND) {
      builder.setAttribute(SEQUENCE, message.number());
    } else {
      builder
          .setAttribute(PARTITION, (long) message.partition())
          .setAttribute(OFFSET, message.number());
    }
    if (step == Step.DELIVER) {
      builder
          .setAttribute(DELIVERIES, (long) message.deliveryCount())
          .setAttribute(WAITED, message.waitedMillis());
    }
    return new LibrarySpan(builder.startSpan(), parent, message);
  }

  private Kind kind(Step step, String destination) {
    Map<String, Kind> known = Objects.requireNonNull(kinds.get(step));
    Kind kind = known.get(destination);
    if (kind == null) {
      if (known.size() >= KINDS_MAX) {
        known.clear();
      }
      kind = Kind.of(step, destination);
      known.put(destination, kind);
    }
    return kind;
  }

  private final class LibrarySpan implements MessageTracing.OpenSpan {
    private final Span span;
    private final Context parent;
    private final Message message;

    LibrarySpan(Span span, Context parent, Message message) {
      this.span = span;
      this.parent = parent;
      this.message = message;
    }

    @Override
    public MessageTracing.OpenSpan child(Step step) {
      return started(step, parent.with(span), message);
    }

    @Override
    public void end(String failure) {
      if (!failure.isEmpty()) {
        span.setStatus(StatusCode.ERROR, failure);
      }
      span.end();
    }
  }
}
