/**
 * The file that a backup of one router makes: {@code mikrotik_<RouterName>_<time>.tar.gz}, how its
 * parts are named, written and read back. What a configuration means is known elsewhere.
 */
package io.proxpanel.backup.agent.router.archive;
