/**
 * The encrypted backup file: its header, the keys that open it, writing it and reading it as a
 * stream in constant memory. Nothing here knows what is inside the file or where it is stored. The
 * facts of the format are those of the panel's {@code .proisp.bak} files.
 */
package io.proxpanel.backup.agent.format;
