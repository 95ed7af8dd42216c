/**
 * An emulator of the vendor's cloud backup service, after what is known of it in public; no server
 * of the vendor's runs here.
 */
package io.proxpanel.backup.e2e.cloud;
