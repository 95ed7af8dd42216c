/**
 * RouterOS's API (ports 8728, and 8729 with TLS), as MikroTik's documentation describes it under
 * "API": sentences of words with a length in front, logins, tags, traps.
 *
 * <p>Written here, as the one library for Java (me.legrange:mikrotik 3.0.8) cannot be used for
 * files: it joins the words of a sentence by newlines and splits them again, so that a value with
 * newlines loses some of them, or is torn where one of its lines begins with {@code =} or {@code
 * !}; it makes UTF-8 of all bytes; it believes any length; it takes the end of a connection for the
 * end of a sentence, and turns in a circle until the time is up; it does not know {@code !fatal};
 * its reads have no time limit, and each connection two threads.
 */
package io.proxpanel.backup.agent.router.api;
