package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.archive.ArchiveParts.Entry;
import io.proxpanel.backup.agent.archive.ArchiveParts.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoadPlanTest {
  private static final long LARGE = 100L << 20;

  private final List<Entry> entries = new ArrayList<>();

  @Test
  void eachEntryHasItsTimeOnce() {
    archive();
    LoadPlan plan = LoadPlan.of(entries, true, Map.of(30, LARGE), 2);
    assertThat(plan.preData()).containsExactly(10, 11, 12, 13);
    assertThat(plan.copied().keySet()).containsExactly(30, 31);
    assertThat(plan.otherData()).containsExactly(32, 33);
    assertThat(plan.indexes())
        .containsExactlyInAnyOrder(
            new LockSchedule.Task(Set.of(40), Set.of(10), Set.of(), LARGE),
            new LockSchedule.Task(Set.of(42), Set.of(), Set.of(10), LARGE),
            new LockSchedule.Task(Set.of(41), Set.of(11), Set.of(), 0));
    // What needs an index, and what comes before a foreign key.
    assertThat(plan.between()).containsExactly(43, 44);
    assertThat(plan.foreignKeys())
        .containsExactly(new LockSchedule.Task(Set.of(45), Set.of(11, 10), Set.of(), LARGE));
    assertThat(plan.last()).containsExactly(20, 46, 47, 48, 49);

    Set<Integer> all = new HashSet<>(plan.preData());
    all.addAll(plan.copied().keySet());
    all.addAll(plan.otherData());
    plan.indexes().forEach(task -> all.addAll(task.entries()));
    all.addAll(plan.between());
    plan.foreignKeys().forEach(task -> all.addAll(task.entries()));
    all.addAll(plan.last());
    entries.stream()
        .filter(entry -> !LoadPlan.isSetting(entry))
        .forEach(entry -> assertThat(all).as(entry.toString()).contains(entry.dumpId()));
  }

  @Test
  void rowsThatThisProgramCannotReadAreForPgRestore() {
    archive();
    LoadPlan plan = LoadPlan.of(entries, false, Map.of(), 2);
    assertThat(plan.copied()).isEmpty();
    assertThat(plan.otherData()).containsExactly(30, 31, 32, 33);
  }

  @Test
  void rowsThatComeAfterAStatementOfOursComeOnce() {
    entries.add(
        new Entry(
            30,
            "TABLE DATA",
            "s",
            "of_an_extension",
            Section.DATA,
            "",
            "DO $rows$ … $rows$;\nCOPY t FROM stdin;\n",
            List.of(),
            true,
            new byte[0]));
    LoadPlan plan = LoadPlan.of(entries, true, Map.of(), 2);
    assertThat(plan.copied()).isEmpty();
    assertThat(plan.otherData()).containsExactly(30);
  }

  @Test
  void aPartitionedTableIsAsLargeAsItsPartitions() {
    add(10, "TABLE", Section.PRE_DATA, false);
    add(11, "TABLE", Section.PRE_DATA, false);
    add(12, "TABLE ATTACH", Section.PRE_DATA, false, 10, 11);
    add(13, "TABLE", Section.PRE_DATA, false);
    add(30, "TABLE DATA", Section.DATA, true, 11);
    add(40, "FK CONSTRAINT", Section.POST_DATA, false, 10, 13);
    LoadPlan plan = LoadPlan.of(entries, true, Map.of(30, LARGE), 2);
    assertThat(plan.foreignKeys().get(0).weight()).isEqualTo(LARGE);
  }

  @Test
  void smallTablesAreDealtOutAndNoTwoTasksHaveOneInCommon() {
    for (int table = 1; table <= 7; table++) {
      add(table, "TABLE", Section.PRE_DATA, false);
    }
    for (int i = 0; i < 21; i++) {
      add(100 + i, "INDEX", Section.POST_DATA, false, 1 + i % 7);
    }
    LoadPlan plan = LoadPlan.of(entries, true, Map.of(), 3);
    assertThat(plan.indexes()).hasSize(3);
    for (LockSchedule.Task one : plan.indexes()) {
      assertThat(one.entries().size()).isBetween(6, 9);
      assertThat(plan.indexes())
          .filteredOn(other -> !one.equals(other) && one.conflicts(other))
          .isEmpty();
    }
  }

  private void archive() {
    add(1, "ENCODING", Section.PRE_DATA, false);
    add(3, "SEARCHPATH", Section.PRE_DATA, false);
    add(10, "TABLE", Section.PRE_DATA, false);
    add(11, "TABLE", Section.PRE_DATA, false);
    add(12, "FUNCTION", Section.PRE_DATA, false);
    add(13, "COMMENT", Section.NONE, false, 12);
    add(20, "ACL", Section.NONE, false, 10);
    add(30, "TABLE DATA", Section.DATA, true, 10);
    add(31, "TABLE DATA", Section.DATA, true, 11);
    add(32, "SEQUENCE SET", Section.DATA, false);
    add(33, "BLOBS", Section.DATA, true);
    add(40, "CONSTRAINT", Section.POST_DATA, false, 10);
    add(41, "CONSTRAINT", Section.POST_DATA, false, 11);
    add(42, "INDEX", Section.POST_DATA, false, 10);
    add(43, "INDEX ATTACH", Section.POST_DATA, false, 42, 40);
    add(44, "TRIGGER", Section.POST_DATA, false, 10);
    add(45, "FK CONSTRAINT", Section.POST_DATA, false, 11, 10, 40);
    add(46, "POLICY", Section.POST_DATA, false, 10);
    add(47, "COMMENT", Section.NONE, false, 45);
    add(48, "EVENT TRIGGER", Section.POST_DATA, false);
    add(49, "MATERIALIZED VIEW DATA", Section.POST_DATA, false);
  }

  private void add(int id, String kind, Section section, boolean data, Integer... needs) {
    String copy = kind.equals("TABLE DATA") ? "COPY t FROM stdin;\n" : null;
    entries.add(
        new Entry(id, kind, "s", "t" + id, section, "", copy, List.of(needs), data, new byte[0]));
  }
}
