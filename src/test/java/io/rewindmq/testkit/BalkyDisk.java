// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.fault.DiskFailedException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A disk whose forces can be made to hang, as on a device that does not answer, or to fail. */
public final class BalkyDisk {
  private final Disk disk;
  private volatile CountDownLatch hanging = new CountDownLatch(0);
  private volatile boolean isFailing;

  private BalkyDisk(Disk disk) {
    this.disk = disk;
  }

  /** A disk that works as the other one does, at first. */
  public static BalkyDisk over(Disk disk) {
    return new BalkyDisk(disk);
  }

  /** What the broker uses. */
  public Disk asDisk() {
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (proxy, method, arguments) -> {
              Object result = call(disk, method, arguments);
              return result instanceof DiskFile file ? balky(file) : result;
            });
  }

  private DiskFile balky(DiskFile file) {
    return (DiskFile)
        Proxy.newProxyInstance(
            DiskFile.class.getClassLoader(),
            new Class<?>[] {DiskFile.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("force")) {
                beforeForce();
              }
              return call(file, method, arguments);
            });
  }

  private static @Nullable Object call(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  private void beforeForce() throws InterruptedException {
    hanging.await();
    if (isFailing) {
      throw new DiskFailedException("the device says no");
    }
  }

  /** From now on forces do not come back. */
  public void hang() {
    hanging = new CountDownLatch(1);
  }

  /** Those that hang come back, and later ones do not hang. */
  public void goOn() {
    hanging.countDown();
  }

  /** From now on forces fail. */
  public void fail() {
    isFailing = true;
  }
}
