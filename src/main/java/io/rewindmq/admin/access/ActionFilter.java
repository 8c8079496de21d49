// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.access;

import io.rewindmq.admin.request.Problem;
import io.rewindmq.broker.audit.AuditEntry;
import io.rewindmq.broker.audit.AuditTrail;
import io.rewindmq.broker.permission.BrokerRight;
import io.rewindmq.platform.clock.Clock;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Around every method of REST: whether it may be called, as its {@link Action} says, and what was
 * done goes on record.
 */
@Singleton
class ActionFilter {
  /** The only thing that somebody with a one-time password may do, and only for himself. */
  static final String CHANGE_PASSWORD = "user.password";

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private final CurrentRequest current;
  private final AuditTrail audit;
  private final Clock clock;

  @Inject
  ActionFilter(CurrentRequest current, AuditTrail audit, Clock clock) {
    this.current = current;
    this.audit = audit;
    this.clock = clock;
  }

  @ServerRequestFilter
  public Optional<Response> before(ResourceInfo resource, ContainerRequestContext context) {
    AdminRequest request = current.get();
    Action action = resource.getResourceMethod().getAnnotation(Action.class);
    if (action == null) {
      return forbidden("nobody may do this: its method does not say who may");
    }
    MultivaluedMap<String, String> names = context.getUriInfo().getPathParameters();
    request.begin(action.value(), object(action.value(), names));
    Caller caller = request.caller();
    if (caller.mustChangePassword()
        && !(action.value().equals(CHANGE_PASSWORD)
            && caller.is(String.valueOf(names.getFirst("name"))))) {
      return forbidden(
          "the password of "
              + caller.name()
              + " was given out for one use and must be changed first: PUT /api/v1/users/"
              + caller.name()
              + "/password, or \"rewind user password "
              + caller.name()
              + "\"");
    }
    BrokerRight[] anyOf = action.anyOf();
    return anyOf.length == 0 || Arrays.stream(anyOf).anyMatch(request::may)
        ? Optional.empty()
        : forbidden(request.lacks(anyOf));
  }

  /** For example {@code queue orders} or {@code user billing}; a method may say it better. */
  private static String object(String action, MultivaluedMap<String, String> names) {
    String kind = names.getFirst("kind");
    String noun = kind == null ? action.substring(0, action.indexOf('.')) : kind;
    return names.entrySet().stream()
        .filter(one -> !one.getKey().equals("kind"))
        .map(one -> noun + " " + one.getValue().get(0))
        .findFirst()
        .orElse(noun);
  }

  @ServerResponseFilter
  public void after(ContainerRequestContext context, ContainerResponseContext answer) {
    if (READING.contains(context.getMethod())) {
      return;
    }
    AdminRequest request = current.get();
    String action = request.action();
    if (action != null) {
      audit.note(entry(request, action, answer));
    }
  }

  private AuditEntry entry(AdminRequest request, String action, ContainerResponseContext answer) {
    int status = answer.getStatus();
    AuditEntry.Outcome outcome =
        status < 400
            ? AuditEntry.Outcome.DONE
            : status < 500 ? AuditEntry.Outcome.REFUSED : AuditEntry.Outcome.FAILED;
    return new AuditEntry(
        0,
        clock.millis(),
        request.caller().name(),
        request.caller().peer().text(),
        action,
        request.object(),
        outcome,
        details(request.details(), status, answer.getEntity()));
  }

  private static String details(String said, int status, @Nullable Object entity) {
    String problem = entity instanceof Problem(_, _, String detail) ? status + " " + detail : "";
    return said.isEmpty() || problem.isEmpty() ? said + problem : problem + "; " + said;
  }

  private static Optional<Response> forbidden(String why) {
    return Optional.of(Problem.of(Response.Status.FORBIDDEN, why).response());
  }
}
