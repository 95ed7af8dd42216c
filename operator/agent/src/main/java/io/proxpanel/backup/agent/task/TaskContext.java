package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.Cleanup;
import java.io.PrintWriter;
import java.time.Clock;

/**
 * What the parts of a task share.
 *
 * @param settings of the Job
 * @param clock for the manifest's times
 * @param report how it stands
 * @param cleanup what must be ended however it ends
 * @param interruption what to tell the server when the process is told to stop
 * @param output what the log is to hold besides what is logged
 */
record TaskContext(
    AgentSettings settings,
    Clock clock,
    TaskReport report,
    Cleanup cleanup,
    Interruption interruption,
    PrintWriter output) {}
