/** What all reconcilers share: their tools, and what a pass does about errors of the API server. */
package io.proxpanel.backup.controller.reconcile;
