// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.access;

import io.rewindmq.admin.request.ProblemException;
import io.rewindmq.broker.permission.BrokerRight;
import io.rewindmq.broker.permission.Rights;
import io.rewindmq.broker.permission.Verb;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.platform.thread.AnyThread;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** One request of REST: who asks, and what is put on record of it. */
@AnyThread // volatile fields, written by whoever carries the request out
public final class AdminRequest {
  private final Caller caller;
  private final Rights rights;
  private volatile @Nullable String action;
  private volatile String object = "";
  private volatile String details = "";

  AdminRequest(Caller caller) {
    this.caller = caller;
    this.rights = caller.rights();
  }

  public Caller caller() {
    return caller;
  }

  /** For the record: what it is about, and more. Nothing secret. */
  public AdminRequest about(String newObject, String newDetails) {
    object = newObject;
    details = newDetails;
    return this;
  }

  public boolean may(BrokerRight right) {
    return rights.may(right);
  }

  /** Whether the destination may be seen; temporary ones only by who may see everything. */
  public boolean sees(DestinationKind kind, String name) {
    return rights.may(BrokerRight.MONITOR)
        || (!kind.isTemporary() && rights.mayAnything(kind, name));
  }

  /**
   * Refuses to show a destination, whether it is there or not.
   *
   * @throws ProblemException 403
   */
  public void requireSight(DestinationKind kind, String name) {
    if (!sees(kind, name)) {
      throw forbidden("see", kind, name);
    }
  }

  /** Whether the verb is allowed on the destination. */
  public boolean may(Verb verb, DestinationKind kind, String name) {
    return rights.may(verb, kind, name);
  }

  /**
   * Refuses what the verb is needed for.
   *
   * @throws ProblemException 403
   */
  public void require(Verb verb, DestinationKind kind, String name) {
    if (!rights.may(verb, kind, name)) {
      throw forbidden(verb.text(), kind, name);
    }
  }

  /**
   * Refuses what the right is needed for.
   *
   * @throws ProblemException 403
   */
  public void require(BrokerRight right) {
    if (!may(right)) {
      throw new ProblemException(Response.Status.FORBIDDEN, lacks(right));
    }
  }

  String lacks(BrokerRight... anyOf) {
    StringBuilder needed = new StringBuilder();
    for (BrokerRight right : anyOf) {
      needed.append(needed.isEmpty() ? "" : " or ").append(right.text());
    }
    return "user " + caller.name() + " may not do this: it needs the right " + needed;
  }

  private ProblemException forbidden(String what, DestinationKind kind, String name) {
    return new ProblemException(
        Response.Status.FORBIDDEN,
        "user "
            + caller.name()
            + " may not "
            + what
            + (kind.isQueue() ? " queue \"" : " topic \"")
            + name
            + "\"");
  }

  void begin(String newAction, String newObject) {
    action = newAction;
    object = newObject;
  }

  /** Null = no method of REST has been found yet. */
  @Nullable String action() {
    return action;
  }

  String object() {
    return object;
  }

  String details() {
    return details;
  }
}
