{{- define "identity-broker.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Short enough for the longest suffix, "-management". */}}
{{- define "identity-broker.fullname" -}}
{{- $name := include "identity-broker.name" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "identity-broker.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "identity-broker.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- required "serviceAccount.name is needed if serviceAccount.create is false" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "identity-broker.selectorLabels" -}}
app.kubernetes.io/name: {{ include "identity-broker.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Of the replicas; the migration's pod has another component and gets no requests. */}}
{{- define "identity-broker.replicaLabels" -}}
{{ include "identity-broker.selectorLabels" . }}
app.kubernetes.io/component: broker
{{- end -}}

{{- define "identity-broker.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "identity-broker.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "identity-broker.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{- define "identity-broker.apiPort" -}}
{{- if .Values.tls.secretName }}https{{ else }}http{{ end -}}
{{- end -}}

{{- define "identity-broker.servicePort" -}}
{{- if .Values.service.port -}}
{{- int .Values.service.port -}}
{{- else if .Values.tls.secretName -}}
443
{{- else -}}
80
{{- end -}}
{{- end -}}

{{/* What the pod's user may and may not do: the restricted Pod Security Standard, and a file system that is read only. */}}
{{- define "identity-broker.podSecurity" -}}
automountServiceAccountToken: false
# Otherwise a Service called "broker" would put variables such as BROKER_PORT into the pod, which look like settings.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- end -}}

{{- define "identity-broker.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  privileged: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end -}}

{{- define "identity-broker.databaseEnv" -}}
- name: QUARKUS_DATASOURCE_USERNAME
  {{- if .Values.database.usernameKey }}
  valueFrom:
    secretKeyRef:
      name: {{ .Values.database.secretName }}
      key: {{ .Values.database.usernameKey }}
  {{- else }}
  value: {{ .Values.database.username | quote }}
  {{- end }}
- name: QUARKUS_DATASOURCE_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .Values.database.secretName }}
      key: {{ .Values.database.passwordKey }}
{{- end -}}

{{/* The ports in the JDBC URL, which may name several hosts; one of them without a port has 5432. */}}
{{- define "identity-broker.postgresPorts" -}}
{{- $hosts := regexReplaceAll "^jdbc:postgresql://([^/?]*).*$" .Values.database.url "${1}" -}}
{{- $ports := list -}}
{{- range splitList "," $hosts -}}
{{- $ports = append $ports (regexFind ":[0-9]+$" . | trimPrefix ":" | default "5432") -}}
{{- end -}}
{{- range uniq $ports }}
- protocol: TCP
  port: {{ . }}
{{- end -}}
{{- end -}}

{{/* That of the endpoint; 443 or 80 if it names none. */}}
{{- define "identity-broker.tracingPort" -}}
{{- $url := urlParse .Values.tracing.endpoint -}}
{{- regexFind ":[0-9]+$" $url.host | trimPrefix ":" | default (ternary "443" "80" (eq $url.scheme "https")) -}}
{{- end -}}

{{/* Name servers and Postgres: what the migration needs too. */}}
{{- define "identity-broker.egressToDatabase" -}}
- to:
    {{- toYaml .Values.networkPolicy.dns | nindent 4 }}
  ports:
    - protocol: UDP
      port: 53
    - protocol: TCP
      port: 53
- to:
    {{- toYaml .Values.networkPolicy.postgres | nindent 4 }}
  ports:
    {{- include "identity-broker.postgresPorts" . | trim | nindent 4 }}
{{- end -}}

{{/* "true" if some issuer's keys are this cluster's own. */}}
{{- define "identity-broker.asksApiServer" -}}
{{- range .Values.issuers }}{{ if .apiServer }}true{{ end }}{{ end -}}
{{- end -}}

{{/* "true" if some issuer's keys or certificates are in a ConfigMap. */}}
{{- define "identity-broker.hasIssuerFiles" -}}
{{- range .Values.issuers }}{{ if or .jwksConfigMap .jwksCaConfigMap }}true{{ end }}{{ end -}}
{{- end -}}

{{/* "true" if some pool has pseudonyms. */}}
{{- define "identity-broker.hasPoolKeys" -}}
{{- range .Values.pools }}{{ if .userIdentifierKeySecret }}true{{ end }}{{ end -}}
{{- end -}}
