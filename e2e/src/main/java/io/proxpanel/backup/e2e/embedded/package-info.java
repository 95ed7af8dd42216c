/**
 * A Kubernetes API in this process, and Jobs that run as local processes of the real agent: what
 * the demo and the tests use where there is no cluster. It is an emulation, faithful in what the
 * operator relies on (optimistic locking, the status subresource, generations, finalizers, graceful
 * deletion, owner references, selectors, watches, defaults, schemas and printer columns of our
 * resource definitions, server-side apply, what kubectl asks for) and silent about the rest: no
 * admission, no rules in CEL, no permissions, no images. What it cannot show belongs in tests
 * against a real API server or cluster.
 */
package io.proxpanel.backup.e2e.embedded;
