package io.proxpanel.backup.controller.deletion;

import io.proxpanel.backup.controller.status.Verdict;
import java.time.Duration;

/**
 * Why the files of a resource that is being deleted cannot go yet: somebody needs them. As long as
 * that is so no time runs out.
 *
 * @param verdict what the condition says
 * @param lookAgain after which pause it is looked again
 */
public record Hold(Verdict verdict, Duration lookAgain) {}
