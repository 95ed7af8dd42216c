/**
 * What operator and agent say to each other: one {@link io.proxpanel.backup.contract.Task} in, one
 * {@link io.proxpanel.backup.contract.TaskResult} out, both JSON, and the list of error codes that
 * status, events and documentation share. Plain values; nothing here knows Kubernetes, a database
 * or a file.
 */
package io.proxpanel.backup.contract;
