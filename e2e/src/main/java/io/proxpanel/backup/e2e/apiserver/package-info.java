/**
 * A real Kubernetes API server with its etcd and kubectl, for tests of what the server itself does:
 * schemas, defaults, permissions, printed columns. There is no controller and no node: nothing
 * runs.
 */
package io.proxpanel.backup.e2e.apiserver;
