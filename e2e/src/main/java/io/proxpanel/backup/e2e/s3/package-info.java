/** A real S3 server for tests, on a free port of the loopback address. */
package io.proxpanel.backup.e2e.s3;
