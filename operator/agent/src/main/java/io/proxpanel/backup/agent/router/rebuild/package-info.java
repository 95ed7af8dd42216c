/** Whether the configuration of one router fits another one, before it is imported there. */
package io.proxpanel.backup.agent.router.rebuild;
