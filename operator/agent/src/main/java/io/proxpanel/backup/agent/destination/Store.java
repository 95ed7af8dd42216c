package io.proxpanel.backup.agent.destination;

import io.proxpanel.backup.agent.AgentException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * A place that holds files under base names; one class for each kind of destination. It knows
 * nothing of backups: which file belongs to whom is decided above it.
 *
 * <p>A store is opened for one task, connects when it is first needed, connects again after a
 * connection was lost, and is used by one thread at a time. Only {@link #close} and {@link
 * #trouble} may come from another thread: what is under way at the one fails soon.
 *
 * <p>Failures of any method: {@code DestinationNameUnknown}, {@code DestinationUnreachable}, {@code
 * DestinationCertificateRefused}, {@code DestinationHostKeyRefused}, {@code
 * DestinationLoginRefused}, {@code DestinationPermissionDenied}, {@code DestinationFull}, {@code
 * DestinationProtocolError}; of a volume {@code VolumeFull}, {@code VolumeNotWritable}, {@code
 * FolderMissing}, {@code InputOutput}.
 */
public interface Store extends AutoCloseable {

  /** Where its files are, for people: a folder, or a server and a folder. */
  String place();

  /** Where a file of that name is, for people and in status; never with a password. */
  String location(String name);

  /** What stands under that name; empty when nothing does. */
  Optional<FileEntry> stat(String name) throws AgentException;

  /**
   * What stands in the folder under names that are asked for, unfinished files included; unsorted.
   * The listing is read as it comes: of a folder with any number of other files nothing is kept.
   *
   * @param wanted is asked for each name once or, after a lost connection, again
   * @throws AgentException {@code DestinationProtocolError} when the listing does not end, or as
   *     all methods
   */
  List<FileEntry> list(Predicate<String> wanted) throws AgentException;

  /** All that stands in the folder, where that is little. */
  default List<FileEntry> list() throws AgentException {
    return list(name -> true);
  }

  /**
   * Reads a file from an offset in bytes to its end. A connection that is lost is an IOException
   * whose cause is the AgentException, and never an early end.
   *
   * @throws AgentException {@code FileMissing} when nothing stands there, or as all methods
   */
  InputStream read(String name, long offset) throws AgentException;

  /**
   * Stores all of the content where nobody takes it for a file of that name yet: under a temporary
   * name of {@link TemporaryNames}, or as the kind has it. When this returns, all of it is there
   * and its length was checked, and its hash where the server can give one; where a service has no
   * such place, there is room for all of it, and the commit stores and checks it. When it throws,
   * nothing is left that could be removed.
   *
   * @param name the final name
   * @param uid of the resource that the file belongs to
   * @param content read at least once; again, from any offset, after a lost connection
   * @throws AgentException what the content's streams carry, when that failed; or as all methods
   */
  Upload upload(String name, String uid, Content content) throws AgentException;

  /**
   * Removes the file of that name; that there is none is no failure.
   *
   * @throws AgentException {@code FileImmutable} when the store keeps it for a time, or as all
   *     methods
   */
  void delete(String name) throws AgentException;

  /** Removes what uploads of a resource's file left that did not come to their end. */
  void removeUnfinished(String name, String uid) throws AgentException;

  /**
   * Whether a commit that was killed can leave a part of the file under its final name, because the
   * kind has no other.
   */
  default boolean showsUnfinished() {
    return false;
  }

  /** Room that is left in bytes; empty where it is not known. */
  OptionalLong freeBytes() throws AgentException;

  /** That, and how much room there is in all where the kind knows it, asked for once. */
  default Room room() throws AgentException {
    return Room.left(freeBytes());
  }

  /**
   * Why the last attempt of what is under way has failed, where it is made again; empty where that
   * is not known. From any thread.
   */
  default Optional<AgentException> trouble() {
    return Optional.empty();
  }

  /** Ends the connections; what was not committed is removed by the next attempt. */
  @Override
  void close();

  /** Something that stands under a name. */
  interface Upload extends AutoCloseable {

    /**
     * Gives the file its final name, never in place of another file. Where the connection is lost
     * meanwhile, finds out whether it was done.
     *
     * @throws AgentException {@code FileNameTaken} when something stands there, which is left; or
     *     as all methods of the store
     */
    void commit() throws AgentException;

    /** Removes what was uploaded, unless it was committed; never throws. */
    @Override
    void close();
  }
}
