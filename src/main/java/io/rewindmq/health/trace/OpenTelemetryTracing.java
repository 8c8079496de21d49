// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.rewindmq.broker.MessageTracing;
import io.rewindmq.platform.thread.AnyThread;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Spans of messages as OpenTelemetry has them: children of what the message carries, so all that
 * happens to it is one trace. Ended spans go into the exporter's bounded queue; when that is full
 * they are dropped.
 */
@AnyThread // immutable; the library's tracers are safe
public final class OpenTelemetryTracing implements MessageTracing {
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

  private final Tracer tracer;

  /** Over the given library. */
  public OpenTelemetryTracing(OpenTelemetry library) {
    this.tracer = library.getTracer("io.rewindmq");
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public MessageTracing.@Nullable OpenSpan begin(Step step, Parent parent, Message message) {
    Context context =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), parent, GETTER);
    return Span.fromContext(context).getSpanContext().isValid()
        ? started(step, context, message)
        : null;
  }

  private LibrarySpan started(Step step, Context parent, Message message) {
    String operation = step.name().toLowerCase(Locale.ROOT);
    SpanBuilder builder =
        tracer
            .spanBuilder(operation + " " + message.destination())
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("messaging.system", "rewindmq")
            .setAttribute("messaging.operation.name", operation)
            .setAttribute("messaging.destination.name", message.destination());
    if (step == Step.SEND) {
      builder.setAttribute("rewindmq.sequence", message.number());
    } else {
      builder
          .setAttribute("rewindmq.partition", message.partition())
          .setAttribute("rewindmq.offset", message.number())
          .setAttribute("rewindmq.delivery_count", message.deliveryCount());
    }
    if (step == Step.DELIVER) {
      builder.setAttribute("rewindmq.waited_ms", message.waitedMillis());
    }
    return new LibrarySpan(builder.startSpan(), parent, message);
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
