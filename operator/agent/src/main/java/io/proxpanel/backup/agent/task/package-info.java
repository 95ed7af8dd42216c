/**
 * What a Job does: one task from the operator, told stage by stage in the result file, ended
 * cleanly also when the process is told to stop. The parts of the work are in the other packages;
 * here is their order.
 */
package io.proxpanel.backup.agent.task;
