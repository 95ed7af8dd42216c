/**
 * The Jobs that run the agent: how they are named, built and read. Everything here is a pure
 * function of its arguments; nothing may know a client of the API server (a test sees to it).
 */
package io.proxpanel.backup.controller.job;
