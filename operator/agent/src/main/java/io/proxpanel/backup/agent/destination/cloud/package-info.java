/**
 * Files in the vendor's cloud backup service, which keeps them per licence. It can store, list,
 * fetch and delete, and nothing else: it has no temporary names, no renaming and no hashes, and may
 * have several files of one name. {@link io.proxpanel.backup.agent.destination.cloud.CloudUpload}
 * makes up for that.
 */
package io.proxpanel.backup.agent.destination.cloud;
