// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app.observed;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A collector of OTLP over HTTP: what a server exports really arrives here. */
public final class SpanReceiver implements QuarkusTestResourceLifecycleManager {
  /** Shared with the tests, which are in another class loader's hands. */
  private static final List<Received> SPANS = new CopyOnWriteArrayList<>();

  private @Nullable HttpServer server;

  /**
   * A span, ids in hexadecimal.
   *
   * @param status 2 = error
   */
  record Received(String traceId, String spanId, String parentId, String name, int status) {}

  static List<Received> spans() {
    return List.copyOf(SPANS);
  }

  @Override
  public Map<String, String> start() {
    try {
      HttpServer started =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      started.createContext(
          "/v1/traces",
          exchange -> {
            read(ByteBuffer.wrap(exchange.getRequestBody().readAllBytes()), List.of(1, 2, 2));
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      started.start();
      server = started;
      return Map.of(
          "quarkus.otel.exporter.otlp.endpoint",
          "http://127.0.0.1:" + started.getAddress().getPort(),
          "quarkus.otel.exporter.otlp.protocol",
          "http/protobuf");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  /** Walks down the messages with these numbers of fields; at the end of the path is a span. */
  private static void read(ByteBuffer message, List<Integer> path) {
    if (path.isEmpty()) {
      SPANS.add(span(message));
      return;
    }
    for (Field field : fields(message)) {
      if (field.number() == path.getFirst()) {
        read(field.bytes(), path.subList(1, path.size()));
      }
    }
  }

  private static Received span(ByteBuffer message) {
    String traceId = "";
    String spanId = "";
    String parentId = "";
    String name = "";
    int status = 0;
    for (Field field : fields(message)) {
      switch (field.number()) {
        case 1 -> traceId = hex(field.bytes());
        case 2 -> spanId = hex(field.bytes());
        case 4 -> parentId = hex(field.bytes());
        case 5 -> name = StandardCharsets.UTF_8.decode(field.bytes()).toString();
        case 15 -> {
          for (Field of : fields(field.bytes())) {
            status = of.number() == 3 ? (int) of.value() : status;
          }
        }
        default -> {} // times, attributes and so on
      }
    }
    return new Received(traceId, spanId, parentId, name, status);
  }

  /** One field of a message of protocol buffers. */
  private record Field(int number, long value, ByteBuffer bytes) {}

  private static List<Field> fields(ByteBuffer message) {
    List<Field> fields = new ArrayList<>();
    ByteBuffer rest = message.slice().order(ByteOrder.LITTLE_ENDIAN);
    while (rest.hasRemaining()) {
      int key = (int) varint(rest);
      long value = 0;
      ByteBuffer bytes = ByteBuffer.allocate(0);
      switch (key & 7) {
        case 0 -> value = varint(rest);
        case 1 -> value = rest.getLong();
        case 2 -> {
          int length = (int) varint(rest);
          bytes = rest.slice(rest.position(), length);
          rest.position(rest.position() + length);
        }
        case 5 -> value = rest.getInt();
        default -> throw new IllegalArgumentException("wire type " + (key & 7));
      }
      fields.add(new Field(key >>> 3, value, bytes));
    }
    return fields;
  }

  private static long varint(ByteBuffer from) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = from.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static String hex(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(bytes.position(), copy);
    return HexFormat.of().formatHex(copy);
  }
}
