/** Routers' exports, fetched from emulators of RouterOS 6 and 7. */
package io.proxpanel.backup.e2e.router;
