package io.proxpanel.backup.controller.job;

import io.proxpanel.backup.contract.Task;

/**
 * A task and what has to be mounted for it.
 *
 * @param verb what the agent does
 * @param task the document for the agent
 * @param mounts what the document's paths point to
 */
public record AgentTask(Verb verb, Task task, Mounts mounts) {}
