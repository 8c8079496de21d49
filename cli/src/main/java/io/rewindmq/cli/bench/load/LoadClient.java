// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * The load generator's process: one provider on its class path, orders on standard input, results
 * on standard output.
 *
 * <p>Arguments: class of the connection factory (with a constructor that takes a URL), URL, URL for
 * asynchronous sends. For each {@link Order#line} it prepares and says {@code ready}; for the empty
 * line that follows it runs and prints a {@link LoadResult#line}, or what went wrong.
 */
public final class LoadClient {
  private LoadClient() {}

  public static void main(String[] args) throws IOException, ReflectiveOperationException {
    Factories factories = new Factories(factory(args[0], args[1]), factory(args[0], args[2]));
    serve(factories::load);
  }

  /** Carries out orders until there is no more input. */
  public static void serve(Function<Order, Load> loads) throws IOException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream results = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      results.println(carryOut(loads.apply(Order.parse(line)), orders, results));
    }
  }

  private static ConnectionFactory factory(String type, String url)
      throws ReflectiveOperationException {
    return Class.forName(type)
        .asSubclass(ConnectionFactory.class)
        .getConstructor(String.class)
        .newInstance(url);
  }

  private static String carryOut(Load load, BufferedReader orders, PrintStream results)
      throws IOException {
    try {
      load.prepare();
      results.println("ready");
      String go = orders.readLine();
      return go == null ? "nobody waits for the result" : load.run().line();
    } catch (JMSException | IllegalStateException e) {
      return e.toString().replace('\n', ' ');
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
