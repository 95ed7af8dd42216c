{{- define "backup.name" -}}
{{- default .Chart.Name .Values.nameOverride -}}
{{- end -}}

{{- define "backup.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else -}}
{{- $name := include "backup.name" . -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | replace "." "-" | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | replace "." "-" | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "backup.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "backup.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- required "serviceAccount.name is needed when serviceAccount.create is false" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "backup.selectorLabels" -}}
app.kubernetes.io/name: {{ include "backup.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* The chart's own labels; checks.yaml keeps people's labels from their names. */}}
{{- define "backup.ownLabels" -}}
{{ include "backup.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/component: operator
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{/*
metadata of an object: root, and where it has them name, namespace, labels and annotations of its own.
Those come before the common ones.
*/}}
{{- define "backup.metadata" -}}
{{- $labels := merge (include "backup.ownLabels" .root | fromYaml) (.labels | default dict) .root.Values.commonLabels -}}
{{- $annotations := merge (dict) (.annotations | default dict) .root.Values.commonAnnotations -}}
{{- $metadata := pick . "name" "namespace" -}}
{{- $_ := set $metadata "labels" $labels -}}
{{- if $annotations -}}
{{- $_ := set $metadata "annotations" $annotations -}}
{{- end -}}
{{- toYaml $metadata -}}
{{- end -}}

{{- define "backup.image" -}}
{{- printf "%s:%s" .image.repository (default .root.Chart.AppVersion .image.tag) -}}
{{- end -}}

{{/* What the operator does with the API in a namespace that it works in; operator/README.md says why. */}}
{{- define "backup.namespacedRules" -}}
- apiGroups: [backup.proxpanel.io]
  resources: [backups, mikrotikbackups]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [backup.proxpanel.io]
  resources: [backupschedules, restores]
  verbs: [list, watch]
- apiGroups: [backup.proxpanel.io]
  resources: [backups/status, backupschedules/status, mikrotikbackups/status, restores/status]
  verbs: [patch]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
- apiGroups: [""]
  resources: [pods/log]
  verbs: [get]
- apiGroups: [""]
  resources: [secrets, configmaps, persistentvolumeclaims]
  verbs: [get]
{{- if .Values.rbac.listSecrets }}
- apiGroups: [""]
  resources: [secrets]
  verbs: [list]
{{- end }}
- apiGroups: [""]
  resources: [events]
  verbs: [create]
{{- end -}}

{{/* {cpu: 1, memory: 2Gi} as cpu=1,memory=2Gi. Helm's whole numbers are floats: 2e+09. */}}
{{- define "backup.quantities" -}}
{{- $all := list -}}
{{- range $name, $quantity := . -}}
{{- if and (kindIs "float64" $quantity) (eq (float64 (int64 $quantity)) $quantity) -}}
{{- $quantity = int64 $quantity -}}
{{- end -}}
{{- $all = append $all (printf "%s=%s" $name (toString $quantity)) -}}
{{- end -}}
{{- join "," $all -}}
{{- end -}}

{{/* [{name: a}, {name: b}] as a,b. */}}
{{- define "backup.names" -}}
{{- $all := list -}}
{{- range . -}}
{{- $all = append $all .name -}}
{{- end -}}
{{- join "," $all -}}
{{- end -}}
