// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.arch;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import java.nio.file.Path;
import java.util.Set;

/** The server's own main classes: neither its tests nor the client on its class path. */
final class ServerClasses implements LocationProvider {
  @Override
  public Set<Location> get(Class<?> testClass) {
    return Set.of(Location.of(Path.of("target/classes")));
  }
}
