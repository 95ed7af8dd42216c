package io.proxpanel.backup.e2e.router;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a router does when it is told to, for a user who is logged in. */
final class RouterCommands {
  private static final int CONTENTS_OF_SIX = 4095;
  private static final int CONTENTS_OF_SEVEN = 60 * 1024;
  private static final int LARGEST_PIECE = 32_768;

  private final RouterModel model;
  private final List<RouterUser> users;
  private final RouterFiles files;
  private final RouterFaults faults;
  private final FileWriting writing;
  private final List<String> active;

  RouterCommands(
      RouterModel model,
      List<RouterUser> users,
      RouterFiles files,
      RouterFaults faults,
      FileWriting writing,
      List<String> active) {
    this.model = model;
    this.users = users;
    this.files = files;
    this.faults = faults;
    this.writing = writing;
    this.active = active;
  }

  /** Does it, and returns its rows, with bytes as ISO 8859-1. */
  List<Map<String, String>> run(ApiRequest request, RouterUser user)
      throws TrapException, IOException {
    if (!user.may("read")) {
      throw TrapException.notPermitted();
    }
    List<Map<String, String>> rows =
        switch (request.command()) {
          case "/system/identity/print" -> List.of(row("name", model.identity()));
          case "/system/resource/print" -> List.of(resource());
          case "/system/routerboard/print" -> List.of(board());
          case "/interface/print" -> interfaces();
          case "/user/print" -> users();
          case "/user/group/print" -> groups();
          case "/user/active/print" -> active();
          case "/file/print" -> fileRows(request);
          case "/file/read" -> List.of(piece(request));
          case "/file/remove" -> remove(request, user);
          case "/export" -> export(request, user);
          case "/system/backup/save" -> backup(request, user);
          default -> throw TrapException.noSuchCommand();
        };
    return request.command().endsWith("/print") ? selected(rows, request) : rows;
  }

  private static List<Map<String, String>> selected(
      List<Map<String, String>> rows, ApiRequest request) {
    List<String> properties =
        request.arguments().containsKey(".proplist")
            ? List.of(request.get(".proplist").split(","))
            : null;
    List<Map<String, String>> result = new ArrayList<>();
    for (Map<String, String> row : rows) {
      boolean wanted =
          request.queries().entrySet().stream()
              .allMatch(q -> q.getValue().equals(row.get(q.getKey())));
      if (wanted) {
        Map<String, String> some = new LinkedHashMap<>(row);
        if (properties != null) {
          some.keySet().retainAll(properties);
        }
        result.add(some);
      }
    }
    return result;
  }

  private static Map<String, String> row(String... namesAndValues) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return row;
  }

  private Map<String, String> resource() {
    return row(
        "uptime", "3w2d4h5m6s",
        "version", model.version(),
        "build-time", model.time(LocalDateTime.of(2023, 11, 15, 12, 0)),
        "free-memory", "805306368",
        "total-memory", "1073741824",
        "cpu-count", "4",
        "cpu-load", "7",
        "free-hdd-space", "486539264",
        "total-hdd-space", "536870912",
        "architecture-name", model.architecture(),
        "board-name", model.boardName(),
        "platform", "MikroTik");
  }

  private Map<String, String> board() throws TrapException {
    if (!model.isVirtual()) {
      return row(
          "routerboard", "true",
          "model", model.board(),
          "serial-number", model.serial(),
          "firmware-type", "al2",
          "current-firmware", model.version().replaceFirst(" .*", ""));
    }
    if (model.isAtLeast(7, 0)) {
      return row("routerboard", "false");
    }
    throw new TrapException(0, "no such command prefix");
  }

  private List<Map<String, String>> interfaces() {
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = 1; i <= 11; i++) {
      String factoryName = i == 11 ? "sfp-sfpplus1" : "ether" + i;
      String name = i == 1 ? "ether1-uplink" : factoryName;
      rows.add(
          row(
              ".id",
              "*" + i,
              "name",
              name,
              "default-name",
              factoryName,
              "type",
              "ether",
              "mtu",
              "1500",
              "running",
              "true"));
    }
    rows.add(row(".id", "*10", "name", "bridge-lan", "type", "bridge", "running", "true"));
    for (int i = 0; i < 24; i++) {
      rows.add(row(".id", "*" + (20 + i), "name", "vlan" + (100 + i), "type", "vlan"));
    }
    return rows;
  }

  private List<Map<String, String>> users() {
    return users.stream()
        .map(user -> row("name", user.name(), "group", user.group(), "disabled", "false"))
        .toList();
  }

  private List<Map<String, String>> groups() {
    return users.stream()
        .map(user -> row("name", user.group(), "policy", user.policyList(), "skin", "default"))
        .distinct()
        .toList();
  }

  private List<Map<String, String>> active() {
    return active.stream().map(name -> row("name", name, "via", "api")).toList();
  }

  private List<Map<String, String>> fileRows(ApiRequest request) throws IOException {
    boolean contents =
        !request.arguments().containsKey(".proplist")
            || List.of(request.get(".proplist").split(",")).contains("contents");
    List<Map<String, String>> rows = new ArrayList<>();
    for (RouterFiles.Entry file : files.list()) {
      Map<String, String> row = row(".id", file.id(), "name", file.name());
      row.put(
          "type", file.isFolder() ? "directory" : file.name().endsWith(".rsc") ? "script" : "file");
      if (!file.isFolder()) {
        boolean lies = !faults.announced().isEmpty() && file.name().endsWith(".rsc");
        row.put("size", lies ? faults.announced() : Long.toString(file.bytes()));
      }
      row.put(
          model.isAtLeast(7, 0) ? "last-modified" : "creation-time",
          model.time(LocalDateTime.now(java.time.ZoneOffset.UTC)));
      if (contents && !file.isFolder()) {
        contents(file).ifPresent(text -> row.put("contents", text));
      }
      rows.add(row);
    }
    return rows;
  }

  private Optional<String> contents(RouterFiles.Entry file) throws IOException {
    String text = new String(files.read(file.name()), StandardCharsets.ISO_8859_1);
    if (model.isAtLeast(7, 0)) {
      return text.length() <= CONTENTS_OF_SEVEN ? Optional.of(text) : Optional.empty();
    }
    return Optional.of(text.substring(0, Math.min(text.length(), CONTENTS_OF_SIX)));
  }

  private Map<String, String> piece(ApiRequest request) throws TrapException, IOException {
    if (!model.isAtLeast(7, 13)) {
      throw TrapException.noSuchCommand();
    }
    int offset = number(request, "offset", 0, Integer.MAX_VALUE);
    int size = number(request, "chunk-size", 1, LARGEST_PIECE);
    RouterFiles.Entry file = file(request.get("file"));
    int readable = (int) Math.min(file.bytes(), faults.readableBytes());
    int from = Math.min(offset, readable);
    byte[] piece = files.read(file.name(), from, Math.min(size, readable - from));
    return row("data", new String(piece, StandardCharsets.ISO_8859_1));
  }

  private static int number(ApiRequest request, String name, int least, int most)
      throws TrapException {
    String text = request.arguments().getOrDefault(name, Integer.toString(least));
    if (!text.matches("\\d{1,9}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      throw new TrapException(
          1, "value of " + name + " out of range (" + least + ".." + most + ")");
    }
    return Integer.parseInt(text);
  }

  private RouterFiles.Entry file(String idOrName) throws TrapException, IOException {
    return files.find(idOrName).orElseThrow(() -> new TrapException(0, "no such item"));
  }

  private List<Map<String, String>> remove(ApiRequest request, RouterUser user)
      throws TrapException, IOException {
    requireFileRights(user);
    String which =
        request.arguments().containsKey("numbers") ? request.get("numbers") : request.get(".id");
    files.remove(file(which).name());
    return List.of();
  }

  private static void requireFileRights(RouterUser user) throws TrapException {
    if (!user.may("write", "ftp")) {
      throw TrapException.notPermitted();
    }
  }

  private List<Map<String, String>> export(ApiRequest request, RouterUser user)
      throws TrapException, IOException {
    String base = request.get("file");
    if (base.isEmpty()) {
      // Without a file the text never comes by the API.
      return List.of();
    }
    requireFileRights(user);
    String unknown = model.isAtLeast(7, 0) ? "hide-sensitive" : "show-sensitive";
    if (request.has(unknown)) {
      throw new TrapException(-1, "unknown parameter " + unknown);
    }
    boolean asked =
        model.isAtLeast(7, 0) ? request.has("show-sensitive") : !request.has("hide-sensitive");
    RouterConfiguration.Form form =
        request.has("terse")
            ? RouterConfiguration.Form.TERSE
            : request.has("verbose")
                ? RouterConfiguration.Form.VERBOSE
                : RouterConfiguration.Form.COMPACT;
    writing.export(faults.folder() + base + ".rsc", form, asked && user.may("sensitive"));
    return List.of();
  }

  private List<Map<String, String>> backup(ApiRequest request, RouterUser user)
      throws TrapException, IOException {
    requireFileRights(user);
    if (!user.may("policy", "sensitive", "test")) {
      throw TrapException.notPermitted();
    }
    boolean encrypted = !request.get("password").isEmpty() && !request.has("dont-encrypt");
    writing.backup(faults.folder() + request.get("name") + ".backup", encrypted);
    return List.of();
  }
}
