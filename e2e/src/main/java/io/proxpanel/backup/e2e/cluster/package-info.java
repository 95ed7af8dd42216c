/**
 * A real cluster for tests and the demo: the one that {@code E2E_KUBECONFIG} names, or one of our
 * own; the chart in it; and namespaces with a panel's database.
 */
package io.proxpanel.backup.e2e.cluster;
