/**
 * The demo: the whole job on one machine, told to the person in front of it. {@code e2e/demo}
 * builds and starts it.
 */
package io.proxpanel.backup.e2e.demo;
