/**
 * The way to the API server: what has to be there before a Job starts, how errors of the API read,
 * and writes that a stale cache can never make wrong.
 */
package io.proxpanel.backup.controller.cluster;
