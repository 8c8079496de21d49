// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.platform.clock.SystemClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The doctor's judgement of a data folder that another test has made. */
public final class DoctorRun {
  private DoctorRun() {}

  /** Fails with the doctor's words if it finds damage. */
  public static void findsNothing(Path folder) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int status = Doctor.run(List.of(folder.toString()), new SystemClock(), out, out);
    assertThat(status).as(bytes.toString(StandardCharsets.UTF_8)).isZero();
  }
}
