/**
 * The operator's process: {@link io.proxpanel.backup.controller.Main} reads settings and answers
 * signals, {@link io.proxpanel.backup.controller.OperatorRuntime} is the operator itself.
 */
package io.proxpanel.backup.controller;
