/**
 * What a router's configuration is, apart from how and when it was written out, and how two of them
 * differ. Works on the text of {@code /export}; nothing here speaks to a router.
 */
package io.proxpanel.backup.agent.router.drift;
