package io.proxpanel.backup.controller.job;

import io.proxpanel.backup.api.v1.Database;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.RouterSettings;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.controller.status.Sentences;
import java.util.stream.Collectors;

/**
 * The agent's sentences with what only the operator knows: which object of the cluster is behind a
 * file, and where a person mends it.
 */
public final class FailureText {
  private FailureText() {}

  /**
   * A failure of a Job that logs in to a database.
   *
   * @param database the one that the Job logs in to
   */
  public static Failure told(Failure failure, Mounts mounts, Database database) {
    String message = mounts.inWords(failure.message());
    if (failure.code() == ErrorCode.DatabaseLoginRefused) {
      message = "%s: check %s.".formatted(Sentences.clause(message), logins(database));
    }
    return new Failure(failure.code(), message);
  }

  /**
   * A failure of a restore Job. The agent names the Secrets that it tried; where it knows that the
   * file is damaged, no other password helps.
   */
  public static Failure ofRestore(Failure failure, Mounts mounts, Database database) {
    Failure told = told(failure, mounts, database);
    if (failure.code() != ErrorCode.WrongKeyOrDamaged
        || !failure.message().contains(Failure.NO_KEY_OPENS)) {
      return told;
    }
    return new Failure(
        failure.code(),
        Sentences.sentence(told.message())
            + " A password is given to another Restore, under keys.passwords: this one cannot"
            + " change.");
  }

  /**
   * A failure at a destination, which names what the login there is read from.
   *
   * @param failure in words already
   */
  public static Failure at(Destination destination, Failure failure) {
    if (failure.code() != ErrorCode.DestinationLoginRefused) {
      return failure;
    }
    String logins =
        Places.logins(destination).map(FailureText::secret).collect(Collectors.joining(", "));
    return logins.isEmpty()
        ? failure
        : new Failure(failure.code(), Sentences.clause(failure.message()) + " (" + logins + ").");
  }

  /**
   * A failure of a router, which names what the login there is read from.
   *
   * @param settings that count for the router
   */
  public static Failure told(Failure failure, Mounts mounts, RouterSettings settings) {
    String message = mounts.inWords(failure.message());
    if (failure.code() == ErrorCode.RouterLoginRefused
        && settings.passwordSecretRef != null
        // The agent says of a router with a Secret of its own that the password is from there.
        && !Mounts.namesFolder(failure.message())) {
      String user =
          settings.usernameSecretRef == null ? "" : ", " + secret(settings.usernameSecretRef);
      message = Sentences.clause(message) + " (" + secret(settings.passwordSecretRef) + user + ").";
    }
    return new Failure(failure.code(), message);
  }

  private static String logins(Database database) {
    String password = "the " + secret(database.passwordSecretRef());
    return database.usernameSecretRef() == null
        ? password
        : password + ", and the " + secret(database.usernameSecretRef());
  }

  private static String secret(SecretKeyRef ref) {
    return "Secret \"%s\", key \"%s\"".formatted(ref.name(), ref.key());
  }
}
