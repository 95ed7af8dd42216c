package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.archive.ArchiveParts.Entry;
import io.proxpanel.backup.agent.archive.ArchiveParts.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of an archive is restored when, by the numbers of its entries. Definitions go before the
 * data, in the archive's order; after it what takes long, indexes and foreign keys, in tasks that
 * several sessions share, and the rest in the archive's order: what comes before the last foreign
 * key before them, all other things last, with comments, privileges, event triggers and the content
 * of materialized views.
 *
 * @param preData definitions
 * @param copied tables whose rows are sent by this program
 * @param otherData data that only pg_restore can bring: large objects, sequences, rows as INSERT
 * @param indexes of tables, with the keys
 * @param between what follows in order
 * @param foreignKeys what follows then
 * @param last the rest, in order
 */
record LoadPlan(
    Set<Integer> preData,
    Map<Integer, Entry> copied,
    Set<Integer> otherData,
    List<LockSchedule.Task> indexes,
    Set<Integer> between,
    List<LockSchedule.Task> foreignKeys,
    Set<Integer> last) {

  /** Tables with less share sessions, since starting one costs more than their indexes. */
  private static final long LARGE = 4L * 1024 * 1024;

  private static final Set<String> TABLES = Set.of("TABLE", "MATERIALIZED VIEW", "FOREIGN TABLE");
  private static final Set<String> INDEXES = Set.of("INDEX", "CONSTRAINT");

  /** The archive's settings, which every part needs. */
  private static final Set<String> SETTINGS =
      Set.of("ENCODING", "STDSTRINGS", "STDCOMPLIANT", SearchPathEdit.KIND);

  /** pg_restore brings these last, whatever their place in the archive. */
  private static final Set<String> LATE =
      Set.of(
          "ACL",
          "ACL LANGUAGE",
          "DEFAULT ACL",
          "EVENT TRIGGER",
          "MATERIALIZED VIEW DATA",
          "COMMENT",
          "SECURITY LABEL");

  /** Whether an entry goes with every part. */
  static boolean isSetting(Entry entry) {
    return SETTINGS.contains(entry.kind());
  }

  /**
   * Plans.
   *
   * @param canCopy whether this program can read the archive's data
   * @param bytes how much data each entry had, once it is known
   * @param jobs how many sessions
   */
  static LoadPlan of(List<Entry> entries, boolean canCopy, Map<Integer, Long> bytes, int jobs) {
    Builder builder = new Builder(entries, bytes, jobs);
    builder.sort(canCopy);
    return builder.plan();
  }

  private static final class Builder {
    private final List<Entry> entries;
    private final int jobs;
    private final Map<Integer, Entry> byId = new HashMap<>();
    private final Map<Integer, Long> weights = new HashMap<>();
    private final Set<Integer> preData = new LinkedHashSet<>();
    private final Map<Integer, Entry> copied = new LinkedHashMap<>();
    private final Set<Integer> otherData = new LinkedHashSet<>();
    private final List<Entry> postData = new ArrayList<>();
    private final Set<Integer> last = new LinkedHashSet<>();

    Builder(List<Entry> entries, Map<Integer, Long> bytes, int jobs) {
      this.entries = entries;
      this.jobs = jobs;
      entries.forEach(entry -> byId.put(entry.dumpId(), entry));
      for (Entry entry : entries) {
        if (entry.kind().equals("TABLE DATA")) {
          entry.dependencies().stream()
              .findFirst()
              .ifPresent(t -> weights.merge(t, bytes.getOrDefault(entry.dumpId(), 0L), Long::sum));
        }
      }
      // A partitioned table is as large as its partitions, and they stand before what attaches
      // them.
      for (int i = entries.size() - 1; i >= 0; i--) {
        Entry entry = entries.get(i);
        if (entry.kind().equals("TABLE ATTACH") && entry.dependencies().size() == 2) {
          weights.merge(
              entry.dependencies().get(0), weight(entry.dependencies().get(1)), Long::sum);
        }
      }
    }

    void sort(boolean canCopy) {
      Section current = Section.PRE_DATA;
      for (Entry entry : entries) {
        if (entry.section() != Section.NONE) {
          current = entry.section();
        }
        if (isSetting(entry)) {
          continue;
        }
        if (entry.kind().startsWith("ACL") || entry.kind().equals("DEFAULT ACL")) {
          last.add(entry.dumpId());
        } else if (current == Section.PRE_DATA) {
          preData.add(entry.dumpId());
        } else if (current == Section.DATA) {
          if (canCopy && entry.hasData() && isCopy(entry.copyStatement())) {
            copied.put(entry.dumpId(), entry);
          } else {
            otherData.add(entry.dumpId());
          }
        } else {
          postData.add(entry);
        }
      }
    }

    /** Rows of an extension's table come after a statement of ours, which runs once. */
    private static boolean isCopy(String statement) {
      return statement != null && statement.startsWith("COPY ");
    }

    LoadPlan plan() {
      Set<Integer> post = new HashSet<>();
      postData.forEach(entry -> post.add(entry.dumpId()));
      int lastKey = -1;
      for (int i = 0; i < postData.size(); i++) {
        lastKey = isForeignKey(postData.get(i)) ? i : lastKey;
      }
      List<Entry> indexes = new ArrayList<>();
      List<Entry> keys = new ArrayList<>();
      Set<Integer> between = new LinkedHashSet<>();
      Set<Integer> afterKeys = new HashSet<>();
      for (int i = 0; i < postData.size(); i++) {
        Entry entry = postData.get(i);
        boolean free = entry.dependencies().stream().noneMatch(post::contains);
        if (INDEXES.contains(entry.kind()) && free && !tables(entry).isEmpty()) {
          indexes.add(entry);
        } else if (isForeignKey(entry)) {
          keys.add(entry);
          afterKeys.add(entry.dumpId());
        } else if (LATE.contains(entry.kind())
            || i > lastKey
            || entry.dependencies().stream().anyMatch(afterKeys::contains)) {
          last.add(entry.dumpId());
          afterKeys.add(entry.dumpId());
        } else {
          between.add(entry.dumpId());
        }
      }
      return new LoadPlan(
          preData, copied, otherData, ofIndexes(indexes), between, ofKeys(keys), last);
    }

    private List<LockSchedule.Task> ofIndexes(List<Entry> indexes) {
      List<LockSchedule.Task> tasks = new ArrayList<>();
      Map<Integer, Set<Integer>> constraints = new LinkedHashMap<>();
      Map<Integer, Set<Integer>> small = new LinkedHashMap<>();
      for (Entry entry : indexes) {
        int table = tables(entry).iterator().next();
        if (weight(table) < LARGE) {
          small.computeIfAbsent(table, t -> new LinkedHashSet<>()).add(entry.dumpId());
        } else if (entry.kind().equals("INDEX")) {
          // Several sessions can make indexes of one table at a time.
          tasks.add(
              new LockSchedule.Task(
                  Set.of(entry.dumpId()), Set.of(), Set.of(table), weight(table)));
        } else {
          constraints.computeIfAbsent(table, t -> new LinkedHashSet<>()).add(entry.dumpId());
        }
      }
      constraints.forEach(
          (table, ids) ->
              tasks.add(
                  new LockSchedule.Task(ids, Set.of(table), Set.of(), weight(table) * ids.size())));
      tasks.addAll(shared(small));
      return tasks;
    }

    /** Tables are dealt out, so that no two sessions have one in common. */
    private List<LockSchedule.Task> shared(Map<Integer, Set<Integer>> byTable) {
      List<Set<Integer>> hands = new ArrayList<>();
      List<Set<Integer>> tables = new ArrayList<>();
      for (int i = 0; i < Math.min(jobs, byTable.size()); i++) {
        hands.add(new LinkedHashSet<>());
        tables.add(new HashSet<>());
      }
      int next = 0;
      for (Map.Entry<Integer, Set<Integer>> table : byTable.entrySet()) {
        hands.get(next % hands.size()).addAll(table.getValue());
        tables.get(next % hands.size()).add(table.getKey());
        next++;
      }
      List<LockSchedule.Task> tasks = new ArrayList<>();
      for (int i = 0; i < hands.size(); i++) {
        tasks.add(new LockSchedule.Task(hands.get(i), tables.get(i), Set.of(), 0));
      }
      return tasks;
    }

    /** A foreign key locks both tables against another one. */
    private List<LockSchedule.Task> ofKeys(List<Entry> keys) {
      List<LockSchedule.Task> tasks = new ArrayList<>();
      Set<Integer> small = new LinkedHashSet<>();
      Set<Integer> smallTables = new HashSet<>();
      for (Entry entry : keys) {
        Set<Integer> tables = tables(entry);
        long weight = tables.stream().mapToLong(this::weight).sum();
        if (weight < LARGE || tables.isEmpty()) {
          small.add(entry.dumpId());
          smallTables.addAll(tables);
        } else {
          tasks.add(new LockSchedule.Task(Set.of(entry.dumpId()), tables, Set.of(), weight));
        }
      }
      if (!small.isEmpty()) {
        tasks.add(new LockSchedule.Task(small, smallTables, Set.of(), 0));
      }
      return tasks;
    }

    private Set<Integer> tables(Entry entry) {
      Set<Integer> tables = new LinkedHashSet<>();
      for (Integer id : entry.dependencies()) {
        Entry needed = byId.get(id);
        if (needed != null && TABLES.contains(needed.kind())) {
          tables.add(id);
        }
      }
      return tables;
    }

    private long weight(int table) {
      return weights.getOrDefault(table, 0L);
    }

    private static boolean isForeignKey(Entry entry) {
      return entry.kind().equals("FK CONSTRAINT");
    }
  }
}
