package io.proxpanel.backup.e2e.router;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The files of a router, in a folder that its FTP and SSH services show too. */
public final class RouterFiles {
  private final Path folder;
  private final Map<String, String> ids = new ConcurrentHashMap<>();
  private final AtomicInteger lastId = new AtomicInteger();

  RouterFiles(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("flash/hotspot"));
    Files.writeString(folder.resolve("flash/hotspot/login.html"), "<html>login</html>\n");
  }

  /** A file or a folder. */
  record Entry(String id, String name, boolean isFolder, long bytes) {}

  /** Where they are. */
  public Path folder() {
    return folder;
  }

  /** Names of all files, with their folders; none of the folders. */
  public List<String> names() throws IOException {
    return list().stream().filter(e -> !e.isFolder()).map(Entry::name).sorted().toList();
  }

  List<Entry> list() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(p -> !p.equals(folder)).sorted().toList()) {
        String name = folder.relativize(path).toString();
        boolean isFolder = Files.isDirectory(path);
        entries.add(new Entry(id(name), name, isFolder, isFolder ? 0 : Files.size(path)));
      }
    }
    return entries;
  }

  private String id(String name) {
    return ids.computeIfAbsent(
        name,
        n ->
            "*" + Integer.toHexString(lastId.incrementAndGet()).toUpperCase(java.util.Locale.ROOT));
  }

  /** A file by its id or its name. */
  Optional<Entry> find(String idOrName) throws IOException {
    return list().stream()
        .filter(e -> e.id().equals(idOrName) || e.name().equals(idOrName))
        .findFirst();
  }

  /** Writes a file, in place of an earlier one. */
  public void write(String name, byte[] content) throws IOException {
    Files.write(path(name), content);
  }

  void append(String name, byte[] content) throws IOException {
    Files.write(path(name), content, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void rename(String from, String to) throws IOException {
    Files.move(path(from), path(to), StandardCopyOption.REPLACE_EXISTING);
  }

  byte[] read(String name) throws IOException {
    return Files.readAllBytes(path(name));
  }

  /** A piece of a file, as much of it as there is. */
  byte[] read(String name, long offset, int length) throws IOException {
    try (InputStream in = Files.newInputStream(path(name))) {
      in.skipNBytes(Math.min(offset, Files.size(path(name))));
      return in.readNBytes(length);
    }
  }

  void remove(String name) throws IOException {
    ids.remove(name);
    Files.delete(path(name));
  }

  private Path path(String name) throws IOException {
    Path path = folder.resolve(name).normalize();
    if (!path.startsWith(folder)) {
      throw new IOException("not below the router's files: " + name);
    }
    return path;
  }
}
