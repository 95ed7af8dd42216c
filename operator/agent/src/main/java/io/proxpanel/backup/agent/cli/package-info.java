/**
 * The command line: one class per verb, exit codes, one sentence on standard error, JSON on
 * standard output. Nothing here knows how a verb does its work.
 */
package io.proxpanel.backup.agent.cli;
