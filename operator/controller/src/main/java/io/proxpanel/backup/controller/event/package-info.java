/** Events, as {@code kubectl describe} shows them: one for each transition, none for a pass. */
package io.proxpanel.backup.controller.event;
