// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import io.rewindmq.admin.request.JsonFields;
import io.rewindmq.admin.request.ProblemException;
import io.rewindmq.delivery.DestinationKind;
import jakarta.ws.rs.core.Response;
import java.util.Locale;

/** Kinds of destinations as people write them. */
public final class KindName {
  private KindName() {}

  public static String of(DestinationKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * In a path.
   *
   * @throws ProblemException 404
   */
  public static DestinationKind inPath(String name) {
    for (DestinationKind kind : DestinationKind.values()) {
      if (of(kind).equals(name)) {
        return kind;
      }
    }
    throw new ProblemException(
        Response.Status.NOT_FOUND,
        "there is no kind of destination \"" + name + "\"; expected queue or topic");
  }

  /**
   * In a body: of a destination that lasts.
   *
   * @throws ProblemException 400
   */
  public static DestinationKind inBody(String name) {
    return switch (name) {
      case "queue" -> DestinationKind.QUEUE;
      case "topic" -> DestinationKind.TOPIC;
      default ->
          throw JsonFields.invalid(
              "\"kind\": expected \"queue\" or \"topic\", got \"" + name + "\"");
    };
  }
}
