// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.document;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** The problems that methods answer with. */
final class Refusals {
  private static final String PROBLEM = "application/problem+json";

  private Refusals() {}

  /** Adds those that follow from what the method takes; its own are there already. */
  static void addTo(Operation operation, String verb, String path) {
    APIResponses answers = operation.getResponses();
    boolean hasBody = operation.getRequestBody() != null;
    add(answers, "400", "A parameter or the body is not what it has to be.");
    add(answers, "401", "Nobody is logged in, or the login is wrong.");
    add(answers, "403", "The user may not do this.");
    if (path.contains("{")) {
      add(answers, "404", "There is no such thing, or none that the user may see.");
    }
    add(answers, "406", "The answer is JSON, which the header Accept excludes.");
    if (hasBody) {
      add(answers, "413", "The body has more than 64 KiB.");
    }
    if (hasBody || verb.startsWith("P")) {
      add(answers, "415", "What is said to be the body's type is not JSON, or no type at all.");
    }
    add(answers, "429", "Too many failed logins, or too many logins at once.");
    add(answers, "503", "Not now: the database or the disk, or too many requests wait.");
    answers
        .getAPIResponses()
        .forEach(
            (status, answer) -> {
              if (status.startsWith("4") || status.startsWith("5")) {
                answer.setContent(problem());
              }
            });
  }

  private static void add(APIResponses answers, String status, String description) {
    if (!answers.hasAPIResponse(status)) {
      APIResponse answer = OASFactory.createAPIResponse().description(description);
      APIResponses _ = answers.addAPIResponse(status, answer);
    }
  }

  private static Content problem() {
    return OASFactory.createContent()
        .addMediaType(
            PROBLEM,
            OASFactory.createMediaType()
                .schema(OASFactory.createSchema().ref("#/components/schemas/Problem")));
  }
}
