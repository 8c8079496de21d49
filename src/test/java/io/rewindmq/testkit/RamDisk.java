// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.disk.DiskFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Files in memory, without faults and without cost: for measurements in which no device shall take
 * part. Whoever wants faults takes {@link SimDisk}. One thread.
 */
public final class RamDisk implements Disk {
  private static final long USABLE_BYTES = 1L << 40;

  private final Map<String, RamFile> files = new TreeMap<>();

  @Override
  public DiskFile open(String name) {
    return files.computeIfAbsent(name, RamFile::new);
  }

  @Override
  public boolean exists(String name) {
    return files.containsKey(name);
  }

  @Override
  public List<String> list(String directory) {
    String folder = directory + "/";
    return files.keySet().stream()
        .filter(name -> name.startsWith(folder))
        .map(name -> name.substring(folder.length()).split("/", 2)[0])
        .distinct()
        .toList();
  }

  @Override
  public void delete(String name) {
    files.remove(name);
  }

  @Override
  public void deleteDirectory(String directory) {
    files.keySet().removeIf(name -> name.startsWith(directory + "/"));
  }

  @Override
  public void rename(String from, String to) {
    RamFile file = Objects.requireNonNull(files.remove(from), from);
    RamFile renamed = new RamFile(to);
    renamed.bytes = file.bytes;
    renamed.size = file.size;
    files.put(to, renamed);
  }

  @Override
  public void syncDirectory(String directory) {} // a name is there at once

  @Override
  public long usableBytes() {
    return USABLE_BYTES;
  }

  @Override
  public String describe(String name) {
    return "memory:" + name;
  }

  private static final class RamFile implements DiskFile {
    private final String name;
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private int size;

    RamFile(String name) {
      this.name = name;
    }

    private void resize(long newSize) {
      if (newSize > bytes.capacity()) {
        int capacity = (int) Math.max(newSize, 2L * bytes.capacity());
        bytes = ByteBuffer.allocate(capacity).put(0, bytes, 0, size);
      }
      if (newSize < size) {
        Arrays.fill(bytes.array(), (int) newSize, size, (byte) 0); // for a later growth
      }
      size = (int) newSize;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void write(ByteBuffer[] buffers, long position) {
      int at = (int) position;
      for (ByteBuffer buffer : buffers) {
        int count = buffer.remaining();
        if (at + count > size) {
          resize(at + count);
        }
        bytes.put(at, buffer, buffer.position(), count);
        buffer.position(buffer.limit());
        at += count;
      }
    }

    @Override
    public int read(ByteBuffer into, long position) {
      int count = Math.clamp(size - position, 0, into.remaining());
      into.put(into.position(), bytes, (int) position, count).position(into.position() + count);
      return count;
    }

    @Override
    public void force() {} // memory is all there is

    @Override
    public long size() {
      return size;
    }

    @Override
    public void preallocate(long newSize) {
      if (newSize > size) {
        resize(newSize);
      }
    }

    @Override
    public void truncate(long newSize) {
      resize(newSize);
    }

    @Override
    public void close() {} // it may be opened again
  }
}
