// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.message;

import io.rewindmq.admin.access.AdminRequest;
import io.rewindmq.broker.message.BulkCommand;
import io.rewindmq.broker.message.OperationView;
import io.rewindmq.broker.permission.Verb;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Answers about operations. */
final class OperationAnswers {
  static final String PATH = "/api/v1/operations";

  private OperationAnswers() {}

  static OperationRow row(AdminRequest request, OperationView view) {
    BulkCommand.Target source = view.source();
    return OperationRow.of(view, request.may(Verb.BROWSE, source.kind(), source.name()));
  }

  /** Of a dry run that has ended, its outcome; else where the operation can be watched. */
  static Response begun(AdminRequest request, OperationView view) {
    OperationRow row = row(request, view);
    if (view.command().isDryRun() && view.endedMillis() != 0) {
      return Response.ok(row).build();
    }
    return Response.accepted(row).header(HttpHeaders.LOCATION, PATH + "/" + view.id()).build();
  }
}
