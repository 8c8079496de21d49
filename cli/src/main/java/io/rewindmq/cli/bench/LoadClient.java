// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The load generator's process: one provider on its class path, orders on standard input, results
 * on standard output.
 *
 * <p>Arguments: class of the connection factory (with a constructor that takes a URL), URL. Each
 * line of input is {@code PRODUCERS BYTES SECONDS}; each line of output is {@code MESSAGES NANOS
 * P50_NANOS P99_NANOS}.
 */
public final class LoadClient {
  private LoadClient() {}

  public static void main(String[] args)
      throws ReflectiveOperationException,
          IOException,
          JMSException,
          InterruptedException,
          ExecutionException {
    ConnectionFactory factory =
        Class.forName(args[0])
            .asSubclass(ConnectionFactory.class)
            .getConstructor(String.class)
            .newInstance(args[1]);
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream results = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    SendLoad load = new SendLoad(factory, "bench");
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      String[] order = line.split(" ", -1);
      long nanos = TimeUnit.SECONDS.toNanos(Integer.parseInt(order[2]));
      long start = System.nanoTime();
      Histogram latencies = load.run(Integer.parseInt(order[0]), Integer.parseInt(order[1]), nanos);
      results.println(
          latencies.getTotalCount()
              + " "
              + (System.nanoTime() - start)
              + " "
              + latencies.getValueAtPercentile(50)
              + " "
              + latencies.getValueAtPercentile(99));
    }
  }
}
