/**
 * What probes and a metrics collector ask: {@code /livez}, {@code /readyz} and {@code /metrics}
 * over HTTP, answered from the first moment of the process on.
 */
package io.proxpanel.backup.controller.health;
