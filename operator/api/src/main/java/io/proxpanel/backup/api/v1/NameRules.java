package io.proxpanel.backup.api.v1;

/**
 * What names may be, in CEL, with what to write instead. Rules have a message of their own where a
 * pattern in the schema would only show the pattern.
 */
final class NameRules {
  /** Name of a Secret, a ConfigMap, a claim or a Backup. */
  static final String OBJECT =
      "self.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*$')";

  /** What is the same in the messages for all kinds of objects. */
  static final String OBJECT_MESSAGE =
      "in this namespace: lowercase letters, digits, - and ., without a namespace before it";

  /** Key of a Secret or a ConfigMap. */
  static final String KEY =
      "self.matches('^[A-Za-z0-9._-]+$') && self != '.' && !self.startsWith('..')";

  /** What to write as key. */
  static final String KEY_MESSAGE =
      "write a key as kubectl describe shows it: letters, digits, -, _ and .";

  /** A name in PostgreSQL, as far as it can be passed on in every way. */
  static final String POSTGRES =
      "self == self.trim() && self.matches('^[^[:cntrl:]]+$') && bytes(self).size() <= 63";

  /** PostgreSQL cuts names that are longer than this. */
  static final int POSTGRES_LONGEST = 63;

  /** Name or address of a server. */
  static final String HOST =
      "self.matches('^[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?[.]?$')"
          + " || self.matches('^[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*$')";

  /** What to write as host. */
  static final String HOST_MESSAGE =
      "write the server's name or address alone, like db or db.panel.svc: no URL, and the port"
          + " goes into port";

  /** Folder on a server: absolute, or below where the login leads to. */
  static final String REMOTE_FOLDER =
      "self == '' || (self.matches('^[^[:cntrl:]]+$') && !self.contains('\\\\')"
          + " && !self.endsWith('/') && !self.contains('//')"
          + " && self.split('/').all(p, !(p in ['.', '..'])))";

  /** What to write as folder. */
  static final String REMOTE_FOLDER_MESSAGE =
      "write a folder like backups/panel or /srv/backups: no / at the end, no . or .. on the way,"
          + " no backslash";

  /** Name of a user on a server. */
  static final String USER = "self == self.trim() && self.matches('^[^[:cntrl:]]+$')";

  /** What to write as user. */
  static final String USER_MESSAGE =
      "write the user's name, without spaces at either end and without control characters";

  /** Key of a label. */
  static final String LABEL_KEY =
      "self.matches('^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?"
          + "[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$')";

  /** Labels of a Job, of a node or of Secrets. */
  static final String LABELS =
      "self.all(k, k.matches('^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?"
          + "[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$')"
          + " && self[k].matches('^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$'))";

  /** What to write as labels. */
  static final String LABELS_MESSAGE =
      "write keys like team or example.com/team, and values of at most 63 letters, digits, -, _"
          + " and .";

  /**
   * Keys of annotations that change what a pod may do, or are somebody's own. What keeps a node's
   * autoscaler from ending a Job is none.
   */
  static final String FREE_ANNOTATIONS =
      "self.all(k, !k.matches('^([^/]+[.])?(kubernetes[.]io|k8s[.]io|proxpanel[.]io)/')"
          + " || k == 'cluster-autoscaler.kubernetes.io/safe-to-evict')";

  /** The same for labels; those that only name an application are none. */
  static final String FREE_LABELS =
      "self.all(k, !k.matches('^([^/]+[.])?(kubernetes[.]io|k8s[.]io|proxpanel[.]io)/')"
          + " || (k.startsWith('app.kubernetes.io/') && !(k in ['app.kubernetes.io/name',"
          + " 'app.kubernetes.io/component', 'app.kubernetes.io/managed-by'])))";

  /** What to write instead. */
  static final String FREE_MESSAGE =
      "keys of kubernetes.io, k8s.io and proxpanel.io, and below them, are not the user's: they"
          + " change what a pod may do, or the operator finds its Jobs by them; choose another"
          + " prefix";

  /** What would put containers of others beside the agent; they can only be kept away. */
  static final String NO_INJECTION =
      "self.all(k, !k.matches('^([^/]+[.])?(istio[.]io|linkerd[.]io|hashicorp[.]com|"
          + "opentelemetry[.]io)/') || self[k] in ['false', 'disabled'])";

  /** What to write instead. */
  static final String NO_INJECTION_MESSAGE =
      "keys of istio.io, linkerd.io, hashicorp.com and opentelemetry.io put containers of others"
          + " beside the agent, which has the passwords: only false or disabled can be written";

  /** Slug of a tenant: a part of a schema's name and of a file's name. */
  static final String TENANT =
      "self == self.trim() && self.matches('^[^[:cntrl:]/]+$') && !self.contains('\\\\')"
          + " && bytes(self).size() <= 56";

  /** What to write as slug. */
  static final String TENANT_MESSAGE =
      "write the tenant's slug, like acme for the schema tenant_acme: at most 56 bytes, no / and no"
          + " backslash, no spaces at either end";

  /** With {@code tenant_} before it, it is as long as PostgreSQL's longest name. */
  static final int TENANT_LONGEST = 56;

  /** Objects of a database, each with its schema. */
  static final String IN_SCHEMAS =
      "self.all(o, o == o.trim() && o.matches('^[^[:cntrl:].]+[.][^[:cntrl:]]+$'))";

  /** What to write as such objects. */
  static final String IN_SCHEMAS_MESSAGE =
      "write each object as schema.name, like admin.tenant_report: the schema, a dot, the object's"
          + " name";

  private NameRules() {}
}
