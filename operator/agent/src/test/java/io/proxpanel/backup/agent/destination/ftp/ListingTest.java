package io.proxpanel.backup.agent.destination.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.Listed;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.net.MalformedServerReplyException;
import org.junit.jupiter.api.Test;

/** What servers say of files is read as it is meant, or refused. */
class ListingTest {
  @Test
  void readsListingsForPrograms() throws Exception {
    String listing =
        """
        type=cdir;modify=20261125020000; .
        type=pdir;modify=20261125020000; ..
        type=file;size=3145745;modify=20261125020000;UNIX.mode=0644; a b.bak
        Type=FILE;Size=0; Zürich-日本.bak
        type=dir;sizd=4096; folder
        type=OS.unix=symlink;size=7; link
        type=file;size=5; /backups/path.bak
        """;
    assertThat(machine(stream(listing)))
        .containsExactly(
            FileEntry.file("a b.bak", 3145745),
            FileEntry.file("Zürich-日本.bak", 0),
            FileEntry.other("folder"),
            FileEntry.other("link"),
            FileEntry.file("path.bak", 5));
  }

  @Test
  void readsListingsForPeople() throws Exception {
    String listing =
        """
        total 12
        drwxr-xr-x    2 1        1            4096 Nov 25 02:00 .
        drwxr-xr-x    3 0        0            4096 Nov 25 02:00 ..
        -rw-r--r--    1 1        1         3145745 Nov 25 02:00 a b.bak
        -rw-r--r--    1 1        1    109951162777 Nov 25  2025 .Zürich-日本.bak
        lrwxrwxrwx    1 1        1               7 Nov 25 02:00 link -> a b.bak
        """;
    assertThat(human(stream(listing), "UNIX Type: L8"))
        .containsExactly(
            FileEntry.file("a b.bak", 3145745),
            FileEntry.file(".Zürich-日本.bak", 109951162777L),
            FileEntry.other("link"));
  }

  @Test
  void readsListingsOfWindows() throws Exception {
    String listing =
        """
        11-25-26  02:00AM              3145745 a b.bak
        11-25-26  02:00AM       <DIR>          folder
        """;
    assertThat(human(stream(listing), "Windows_NT"))
        .containsExactly(FileEntry.file("a b.bak", 3145745), FileEntry.other("folder"));
  }

  @Test
  void whatNobodyUnderstandsIsNoEmptyFolder() {
    assertThatThrownBy(() -> human(stream("hello\n"), "UNIX"))
        .isInstanceOf(MalformedServerReplyException.class);
    assertThatThrownBy(() -> machine(stream("hello\n")))
        .isInstanceOf(MalformedServerReplyException.class);
    assertThatThrownBy(() -> Listing.fact("nofacts"))
        .isInstanceOf(MalformedServerReplyException.class);
  }

  @Test
  void anEmptyFolderIsEmpty() throws Exception {
    assertThat(human(stream("total 0\n"), "UNIX")).isEqualTo(List.of());
    assertThat(machine(stream(""))).isEmpty();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void onlyWhatIsWantedIsKept() throws Exception {
    Listed listed = new Listed("the server", "b"::equals);
    Listing.machine(
        stream("type=file;size=1; a\ntype=file;size=2; b\n"), new Listing.Part("b"), listed);
    assertThat(listed.entries()).containsExactly(FileEntry.file("b", 2));
  }

  @Test
  void whatIsLookedForIsFoundAmongVeryMany() throws Exception {
    String other = "-rw-r--r-- 1 1 1 7 Nov 25 02:00 other\n".repeat(5000);
    String mine = "-rw-r--r-- 1 1 1 9 Nov 25 02:00 mine.bak\n";
    Listed listed = new Listed("the server", "mine.bak"::equals);
    Listing.human(stream(other + mine + other), "UNIX", new Listing.Part("mine.bak"), listed);
    assertThat(listed.entries()).containsExactly(FileEntry.file("mine.bak", 9));
    assertThatThrownBy(
            () ->
                Listing.human(
                    stream("hello\n".repeat(5000)), "UNIX", new Listing.Part("mine.bak"), listed))
        .isInstanceOf(MalformedServerReplyException.class);
  }

  @Test
  void emptyLinesWithoutAnEndAreNoListing() {
    assertThatThrownBy(() -> human(stream("\r\n".repeat(10_000)), "UNIX"))
        .isInstanceOf(MalformedServerReplyException.class)
        .hasMessageContaining("a listing of empty lines");
  }

  @Test
  void aLineWithoutAnEndIsNone() {
    assertThatThrownBy(() -> machine(stream("type=file;size=1; " + "a".repeat(20_000))))
        .isInstanceOf(MalformedServerReplyException.class)
        .hasMessageContaining("a line of more than 16384 bytes in a listing");
  }

  private static List<FileEntry> machine(InputStream in) throws Exception {
    Listed listed = new Listed("the server", name -> true);
    Listing.machine(in, new Listing.Part(""), listed);
    return listed.entries();
  }

  private static List<FileEntry> human(InputStream in, String system) throws Exception {
    Listed listed = new Listed("the server", name -> true);
    Listing.human(in, system, new Listing.Part(""), listed);
    return listed.entries();
  }
}
