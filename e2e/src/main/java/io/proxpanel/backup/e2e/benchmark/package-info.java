/** What things cost; {@code e2e/benchmarks} runs them. */
package io.proxpanel.backup.e2e.benchmark;
