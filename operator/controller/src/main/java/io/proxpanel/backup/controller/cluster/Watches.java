package io.proxpanel.backup.controller.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.PrimaryToSecondaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.api.v1.StoredSpec;
import io.proxpanel.backup.controller.job.JobLabels;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What else than its own resources a reconciler watches. */
public final class Watches {
  /** How many resources a watch asks for at once when it starts, since it holds the answer. */
  public static final long PAGE = 500;

  private Watches() {}

  /** Jobs that work for resources of the reconciler's kind. */
  public static <P extends HasMetadata> EventSource<Job, P> jobs(EventSourceContext<P> context) {
    return new InformerEventSource<>(
        watch(Job.class, context.getPrimaryResourceClass(), "jobs")
            .withLabelSelector(selector(context))
            .withSecondaryToPrimaryMapper(Watches::resource)
            .build(),
        context);
  }

  /** Pods of those Jobs; the memory keeps the end of those that are deleted. */
  public static <P extends HasMetadata> EventSource<Pod, P> pods(
      EventSourceContext<P> context, PodMemory memory) {
    return new InformerEventSource<>(
        watch(Pod.class, context.getPrimaryResourceClass(), "pods")
            .withLabelSelector(selector(context))
            .withSecondaryToPrimaryMapper(Watches::resource)
            .withOnDeleteFilter(
                (pod, unknown) -> {
                  memory.keep(pod);
                  return true;
                })
            .build(),
        context);
  }

  /**
   * All resources of another kind.
   *
   * @param wakes which of the reconciler's own resources are looked at again when one changes
   */
  public static <R extends HasMetadata, P extends HasMetadata> InformerEventSource<R, P> all(
      Class<R> kind, EventSourceContext<P> context, Predicate<P> wakes) {
    PrimaryToSecondaryMapper<P> none = primary -> Set.of();
    return new InformerEventSource<>(
        watch(kind, context.getPrimaryResourceClass(), HasMetadata.getPlural(kind))
            .withPrimaryToSecondaryMapper(none)
            .withSecondaryToPrimaryMapper(
                changed ->
                    context
                        .getPrimaryCache()
                        .list(primary -> !Unreadable.is(primary) && wakes.test(primary))
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
            .build(),
        context);
  }

  /** Backups of a kind, each of which wakes the schedule that it belongs to. */
  public static <R extends StoredResource> EventSource<R, BackupSchedule> ofSchedules(
      Class<R> kind, EventSourceContext<BackupSchedule> context) {
    return new InformerEventSource<>(
        watch(kind, BackupSchedule.class, HasMetadata.getPlural(kind))
            .withSecondaryToPrimaryMapper(Watches::schedule)
            .build(),
        context);
  }

  /** Every watch is read in pages. */
  private static <R extends HasMetadata> InformerEventSourceConfiguration.Builder<R> watch(
      Class<R> kind, Class<? extends HasMetadata> primary, String name) {
    return InformerEventSourceConfiguration.from(kind, primary)
        .withInformerListLimit(PAGE)
        .withName(name);
  }

  private static Set<ResourceID> schedule(StoredResource backup) {
    return Optional.ofNullable(backup.getSpec())
        .map(StoredSpec::fromSchedule)
        .map(ref -> Set.of(new ResourceID(ref.name(), backup.getMetadata().getNamespace())))
        .orElse(Set.of());
  }

  /** What the cache of that watch holds. */
  public static <R extends HasMetadata, P extends HasMetadata> List<R> cached(
      Class<R> kind, Context<P> context) {
    return held(source(kind, context));
  }

  /** The resource of that name in the cache of that watch. */
  public static <R extends HasMetadata, P extends HasMetadata> Optional<R> cached(
      Class<R> kind, String namespace, String name, Context<P> context) {
    return named(kind, namespace, name, context).filter(each -> !Unreadable.is(each));
  }

  /** The same, also where it cannot be read. */
  public static <R extends HasMetadata, P extends HasMetadata> Optional<R> named(
      Class<R> kind, String namespace, String name, Context<P> context) {
    return source(kind, context).get(new ResourceID(name, namespace));
  }

  @SuppressWarnings("unchecked")
  private static <R extends HasMetadata, P extends HasMetadata> InformerEventSource<R, P> source(
      Class<R> kind, Context<P> context) {
    return (InformerEventSource<R, P>) context.eventSourceRetriever().getEventSourceFor(kind);
  }

  /** What the cache of the reconciler's own watch holds. */
  public static <P extends HasMetadata> List<P> own(Context<P> context) {
    return held(context.getPrimaryCache());
  }

  /**
   * The same, with what this process has written and the watch has not brought yet: for who must
   * not overlook what another pass has begun.
   */
  public static <P extends HasMetadata> List<P> latest(Context<P> context) {
    IndexedResourceCache<P> cache = context.getPrimaryCache();
    return own(context).stream()
        .map(each -> cache.get(ResourceID.fromResource(each)).orElse(each))
        .filter(each -> !Unreadable.is(each))
        .toList();
  }

  /** What a cache holds of what can be read. */
  public static <R extends HasMetadata> List<R> held(Cache<R> cache) {
    return cache.list(each -> !Unreadable.is(each)).toList();
  }

  /** What the cache of the reconciler's own watch holds of what cannot be read. */
  public static <P extends HasMetadata> List<P> unreadable(Context<P> context) {
    return context.getPrimaryCache().list(Unreadable::is).toList();
  }

  private static String selector(EventSourceContext<?> context) {
    return JobLabels.KIND + "=" + HasMetadata.getKind(context.getPrimaryResourceClass());
  }

  private static Set<ResourceID> resource(HasMetadata object) {
    return JobLabels.resource(object)
        .map(name -> Set.of(new ResourceID(name, object.getMetadata().getNamespace())))
        .orElse(Set.of());
  }
}
