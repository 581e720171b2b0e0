{{/*
The broker's settings as a properties file. Lists are joined by commas; a whole number that Helm read as a floating one
stays whole.
*/}}
{{- define "identity-broker.settings" -}}
# Environment variables have 300, and come first; the file in the package has 250.
config_ordinal=290

# --- Postgres
{{ include "identity-broker.line" (dict "name" "quarkus.datasource.jdbc.url" "value" .Values.database.url) }}
{{ include "identity-broker.line" (dict "name" "quarkus.datasource.jdbc.max-size" "value" .Values.database.maxConnections) }}
{{- if eq .Values.migration.mode "job" }}
quarkus.flyway.migrate-at-start=false
{{- end }}

# --- The end of a replica
quarkus.shutdown.delay=PT{{ int .Values.shutdown.delaySeconds }}S
quarkus.shutdown.timeout=PT{{ int .Values.shutdown.timeoutSeconds }}S
{{- if .Values.tls.secretName }}

# --- TLS
quarkus.http.tls-configuration-name=broker
quarkus.http.ssl-port=8443
quarkus.http.insecure-requests=disabled
quarkus.tls.broker.key-store.pem.a.cert=/run/identity-broker/tls/tls.crt
quarkus.tls.broker.key-store.pem.a.key=/run/identity-broker/tls/tls.key
quarkus.tls.broker.reload-period=1h
{{- if .Values.tls.clientCaConfigMap }}
quarkus.tls.broker.trust-store.pem.certs=/run/identity-broker/client-ca/ca.crt
{{- end }}
{{- end }}
{{- if .Values.tracing.endpoint }}

# --- Traces
{{ include "identity-broker.line" (dict "name" "otel.exporter.otlp.endpoint" "value" .Values.tracing.endpoint) }}
{{- end }}
{{- with .Values.issuers }}

# --- Issuers
{{- range $name, $issuer := . }}
{{- $prefix := printf "broker.issuers.%s" $name }}
{{- include "identity-broker.group" (dict "prefix" $prefix "settings" (omit $issuer "apiServer" "jwksConfigMap" "jwksCaConfigMap")) }}
{{- if $issuer.apiServer }}
{{ $prefix }}.jwks=https://kubernetes.default.svc/openid/v1/jwks
{{ $prefix }}.jwks-bearer-token-file=/run/identity-broker/cluster/token
{{ $prefix }}.jwks-ca-file=/run/identity-broker/cluster/ca.crt
{{- end }}
{{- if $issuer.jwksConfigMap }}
{{ $prefix }}.jwks=file:/run/identity-broker/issuers/{{ $name }}.jwks
{{- end }}
{{- if $issuer.jwksCaConfigMap }}
{{ $prefix }}.jwks-ca-file=/run/identity-broker/issuers/{{ $name }}.ca.crt
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.pools }}

# --- Pools
{{- range $name, $pool := . }}
{{- $prefix := printf "broker.pools.%s" $name }}
{{- include "identity-broker.group" (dict "prefix" $prefix "settings" (omit $pool "userIdentifierKeySecret")) }}
{{- if $pool.userIdentifierKeySecret }}
{{ $prefix }}.user-identifier-key=file:/run/identity-broker/keys/{{ $name }}
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.quotas }}

# --- Quotas that pools share
{{- range $name, $quota := . }}
{{- include "identity-broker.group" (dict "prefix" (printf "broker.quotas.%s" $name) "settings" $quota) }}
{{- end }}
{{- end }}
{{- with .Values.callers }}

# --- Callers
{{- range $name, $caller := . }}
{{- include "identity-broker.group" (dict "prefix" (printf "broker.callers.%s" $name) "settings" $caller) }}
{{- end }}
{{- end }}
{{- with .Values.settings }}

# --- The rest
{{- range $name, $value := . }}
{{ include "identity-broker.line" (dict "name" $name "value" $value) }}
{{- end }}
{{- end }}
{{ end -}}

{{/* A line for each setting, by its name in kebab-case. */}}
{{- define "identity-broker.group" -}}
{{- $prefix := .prefix -}}
{{- range $name, $value := .settings }}
{{ include "identity-broker.line" (dict "name" (printf "%s.%s" $prefix (kebabcase $name)) "value" $value) }}
{{- end }}
{{- end -}}

{{- define "identity-broker.line" -}}
{{- $value := .value -}}
{{- if kindIs "slice" $value -}}
{{- $value = join "," $value -}}
{{- else if kindIs "float64" $value -}}
{{- $value = int64 $value -}}
{{- end -}}
{{- $text := toString $value -}}
{{- if contains "${" $text -}}
{{- fail (printf "%s: the broker would replace ${…} by another setting; leave it out" .name) -}}
{{- end -}}
{{ .name }}={{ $text | trim | replace "\\" "\\\\" | replace "\n" "\\n" }}
{{- end -}}
