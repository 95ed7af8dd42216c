/**
 * The database of an Internet service provider, made by the SQL under {@code resources/isp}: input
 * for the demo, the tests and the benchmarks, and the checksums that prove that it came back.
 */
package io.proxpanel.backup.e2e.isp;
