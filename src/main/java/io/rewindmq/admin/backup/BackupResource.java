// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rewindmq.admin.access.Action;
import io.rewindmq.admin.request.ProblemException;
import io.rewindmq.broker.catalog.DatabaseCopy;
import io.rewindmq.broker.permission.BrokerRight;
import io.rewindmq.copy.FolderCopy;
import io.rewindmq.copy.FolderCopySource;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consistent copy of the data folder, as a tar while it is read. One at a time; a caller who
 * stops reading holds it until the HTTP server's idle time-out.
 */
@Path("/api/v1/backup")
@Singleton
class BackupResource {
  private static final Logger LOG = LoggerFactory.getLogger(BackupResource.class);
  private static final String TAR = "application/x-tar";
  private static final int SECONDS = 60;
  private static final int ABANDONED_SECONDS = 3 * SECONDS;

  private final FolderCopySource source;
  private final DatabaseCopy database;
  private final Clock clock;
  private final ObjectMapper json;
  private final AtomicReference<@Nullable Taken> current = new AtomicReference<>();

  @Inject
  BackupResource(FolderCopySource source, DatabaseCopy database, Clock clock, ObjectMapper json) {
    this.source = source;
    this.database = database;
    this.clock = clock;
    this.json = json;
  }

  /**
   * A backup that is being taken.
   *
   * @param isRead whether the caller has begun to read
   */
  private record Taken(
      AtomicReference<@Nullable FolderCopy> copy, AtomicBoolean isRead, long nanos) {
    void close() {
      FolderCopy made = copy.getAndSet(null);
      if (made != null) {
        made.close();
      }
    }
  }

  /** The copy; it is complete when its last file is {@code backup.json}. */
  @POST
  @Blocking
  @Consumes(MediaType.WILDCARD)
  @Produces(TAR)
  @Operation(summary = "Copies everything that the broker holds")
  @APIResponse(
      responseCode = "200",
      description = "A tar; it is complete when its last file is backup.json.",
      content =
          @Content(mediaType = TAR, schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(responseCode = "409", description = "Another backup is being taken.")
  @Action(value = "backup.take", anyOf = BrokerRight.BACKUP)
  public Response take() {
    Taken taken = begin();
    boolean isBegun = false;
    try {
      // the database first: what the journal knows beyond it is written to it at the next start
      boolean hasDatabase = await(database.writeTo(source.path(BackupWriter.DATABASE_LINK)));
      FolderCopy copy = await(source.take());
      taken.copy().set(copy);
      BackupWriter writer = new BackupWriter(copy, hasDatabase, clock.millis(), json);
      StreamingOutput body =
          out -> {
            taken.isRead().set(true);
            try {
              writer.write(out);
            } finally {
              end(taken);
            }
          };
      isBegun = true;
      LOG.info("RWQ-0980 a backup is being taken, up to position {}", copy.journalEnd());
      return Response.ok(body, TAR).build();
    } finally {
      if (!isBegun) {
        end(taken);
      }
    }
  }

  private Taken begin() {
    Taken taken = new Taken(new AtomicReference<>(), new AtomicBoolean(), clock.nanos());
    Taken before = current.get();
    if (before != null && isAbandoned(before)) {
      end(before);
    }
    if (!current.compareAndSet(null, taken)) {
      throw new ProblemException(
          Response.Status.CONFLICT, "another backup is being taken; try again when it is done");
    }
    return taken;
  }

  /** Its caller went away before the first byte. */
  private boolean isAbandoned(Taken taken) {
    long millis = (clock.nanos() - taken.nanos()) / 1_000_000;
    return !taken.isRead().get() && millis > TimeUnit.SECONDS.toMillis(ABANDONED_SECONDS);
  }

  private void end(Taken taken) {
    try {
      taken.close();
    } finally {
      boolean _ = current.compareAndSet(taken, null);
    }
  }

  private static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().orTimeout(SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof DiskFailedException
          || e.getCause() instanceof DiskFullException
          || e.getCause() instanceof IllegalStateException
          || e.getCause() instanceof TimeoutException) {
        throw new ProblemException(
            Response.Status.SERVICE_UNAVAILABLE,
            "no backup can be taken: " + e.getCause().getMessage());
      }
      throw e;
    }
  }
}
