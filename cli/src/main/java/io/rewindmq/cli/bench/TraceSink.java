// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Takes what a broker exports of traces, and forgets it. */
final class TraceSink implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final HttpServer server;
  private final AtomicLong bytes = new AtomicLong();

  TraceSink() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream body = exchange.getRequestBody()) {
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        bytes.addAndGet(count);
      }
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  /** What a broker must be told to send its spans here. */
  Map<String, String> settings() {
    return Map.of(
        "REWIND_TRACING_ENABLED",
        "true",
        "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL",
        "http/protobuf",
        "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** So many came. */
  long bytes() {
    return bytes.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
