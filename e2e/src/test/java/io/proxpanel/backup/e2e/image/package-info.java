/** What the images are made of, as far as it can be told without building them. */
package io.proxpanel.backup.e2e.image;
