/**
 * The custom resources of {@code backup.proxpanel.io/v1}: plain types without logic or I/O. The
 * YAML under {@code crds/} is generated from them; every field's description is what {@code kubectl
 * explain} shows.
 */
package io.proxpanel.backup.api.v1;
