package io.proxpanel.backup.e2e.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests on a cluster that all of one process share; the build has several such processes, and tells
 * these tests by this from those with servers of their own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag(OnCluster.TAG)
@ExtendWith({MachineShare.class, SharedCluster.class})
public @interface OnCluster {
  /** As the parent pom has it. */
  String TAG = "cluster";

  /**
   * Whether no other of these tests may run beside them, since their agents alone are more than the
   * machine has processors for.
   */
  boolean alone() default false;
}
