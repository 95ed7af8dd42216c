package io.proxpanel.backup.e2e.agent;

/** What a restore owes, kind by kind. */
enum WholeKind {
  TABLES("tables, columns, constraints, indexes, partitions, storage"),
  ROWS("rows, large objects, values of sequences"),
  DEFINITIONS("views, functions, types, text search and other definitions"),
  TRIGGERS("triggers, event triggers, policies, row security"),
  OWNERS("owners"),
  PRIVILEGES("privileges"),
  DEFAULT_PRIVILEGES("default privileges"),
  SECURITY_DEFINER("who runs a function with SECURITY DEFINER"),
  PUBLIC_SCHEMA("the schema public"),
  EXTENSIONS("extensions"),
  EXTENSION_ROWS("rows of extensions"),
  PUBLICATIONS("publications"),
  SUBSCRIPTIONS("subscriptions"),
  FOREIGN("foreign servers, tables, user mappings"),
  COMMENTS("comments"),
  DATABASE("the database itself");

  private final String words;

  WholeKind(String words) {
    this.words = words;
  }

  /** For people. */
  String words() {
    return words;
  }

  /**
   * The kind of an entry of a dump.
   *
   * @param type as pg_dump writes it
   * @param name as pg_dump writes it
   */
  static WholeKind of(String type, String name) {
    if (type.startsWith("DATABASE") || name.startsWith("DATABASE ")) {
      return DATABASE;
    }
    if (name.equals("SCHEMA public") || (type.equals("SCHEMA") && name.equals("public"))) {
      return PUBLIC_SCHEMA;
    }
    if (type.startsWith("PUBLICATION")) {
      return PUBLICATIONS;
    }
    return switch (type) {
      case "ACL" -> PRIVILEGES;
      case "DEFAULT ACL" -> DEFAULT_PRIVILEGES;
      case "COMMENT", "SECURITY LABEL" -> COMMENTS;
      case "EXTENSION" -> EXTENSIONS;
      case "SUBSCRIPTION" -> SUBSCRIPTIONS;
      case "SERVER", "FOREIGN DATA WRAPPER", "FOREIGN TABLE", "USER MAPPING" -> FOREIGN;
      case "TRIGGER", "EVENT TRIGGER", "POLICY", "ROW SECURITY" -> TRIGGERS;
      case "TABLE",
          "TABLE ATTACH",
          "DEFAULT",
          "CONSTRAINT",
          "CHECK CONSTRAINT",
          "FK CONSTRAINT",
          "INDEX",
          "INDEX ATTACH",
          "SEQUENCE",
          "SEQUENCE OWNED BY" ->
          TABLES;
      default -> DEFINITIONS;
    };
  }
}
