/**
 * A cluster in the process: an API server without its controllers, and hand-written ones for Jobs
 * and for what goes with its owner.
 */
package io.proxpanel.backup.controller.fake;
