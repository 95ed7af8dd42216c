/**
 * Files in a bucket of an S3 service. What is used of the protocol is what services have had for
 * long; what is newer (conditional writes) is used where a service has it. No class of it is loaded
 * unless a task has such a destination.
 */
package io.proxpanel.backup.agent.destination.s3;
