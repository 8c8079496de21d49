{{- define "rewindmq.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" }}
{{- end }}

{{- define "rewindmq.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- $name := include "rewindmq.name" . }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{/* What selects the broker's pod; never changes with an upgrade. */}}
{{- define "rewindmq.selector" -}}
app.kubernetes.io/name: {{ include "rewindmq.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: broker
{{- end }}

{{- define "rewindmq.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/name: {{ include "rewindmq.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "rewindmq.mariadb.selector" -}}
app.kubernetes.io/name: {{ include "rewindmq.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: mariadb
{{- end }}

{{- define "rewindmq.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end }}
{{- end }}

{{- define "rewindmq.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{ default (include "rewindmq.fullname" .) .Values.serviceAccount.name }}
{{- else -}}
{{ default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "rewindmq.administratorSecret" -}}
{{ default (printf "%s-administrator" (include "rewindmq.fullname" .)) .Values.administrator.existingSecret }}
{{- end }}

{{- define "rewindmq.databaseSecret" -}}
{{ default (printf "%s-mariadb" (include "rewindmq.fullname" .)) .Values.database.existingSecret }}
{{- end }}

{{- define "rewindmq.databaseUrl" -}}
{{ default (printf "jdbc:mariadb://%s-mariadb:3306/rewind" (include "rewindmq.fullname" .)) .Values.database.url }}
{{- end }}

{{- define "rewindmq.tlsSecret" -}}
{{ default (printf "%s-tls" (include "rewindmq.fullname" .)) .Values.tls.existingSecret }}
{{- end }}

{{/* HTTP or HTTPS, for probes and links. */}}
{{- define "rewindmq.scheme" -}}
{{- if and .Values.tls.enabled (eq .Values.tls.http "https") }}HTTPS{{ else }}HTTP{{ end }}
{{- end }}

{{/* The name of a setting's environment variable. */}}
{{- define "rewindmq.variable" -}}
{{ regexReplaceAll "[^A-Za-z0-9]" . "_" | upper }}
{{- end }}

{{/* A whole number of YAML is a float64 to Helm; written as one it would be 1e+09. */}}
{{- define "rewindmq.text" -}}
{{- if kindIs "float64" . }}{{ if eq (floor .) . }}{{ int64 . }}{{ else }}{{ . }}{{ end }}{{ else }}{{ . }}{{ end }}
{{- end }}

{{/* A random password comes with the installation and is left alone by upgrades: a hook makes it. */}}
{{- define "rewindmq.madeOnce" -}}
helm.sh/hook: pre-install
helm.sh/hook-weight: "-5"
{{- end }}

{{/* Nothing may be more than it needs. */}}
{{- define "rewindmq.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: [ALL]
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* Values that contradict each other stop here, each with what to do. */}}
{{- define "rewindmq.check" -}}
{{- $v := .Values }}
{{- if eq $v.database.kind "mariadb" }}
{{- if and (not $v.database.url) (not $v.database.bundled.enabled) }}
{{- fail "database.kind=mariadb needs database.url, or database.bundled.enabled=true for trying things out" }}
{{- end }}
{{- if and $v.database.url $v.database.bundled.enabled }}
{{- fail "database.url and database.bundled.enabled exclude each other; leave one out" }}
{{- end }}
{{- if and $v.database.url (not $v.database.existingSecret) }}
{{- fail "database.url needs database.existingSecret, the secret with the password of database.username" }}
{{- end }}
{{- else if or $v.database.url $v.database.bundled.enabled $v.database.existingSecret }}
{{- fail "database.url, database.existingSecret and database.bundled are of MariaDB; set database.kind=mariadb, or leave them out" }}
{{- end }}
{{- if $v.tls.enabled }}
{{- if and (not $v.tls.existingSecret) (not $v.tls.certManager.enabled) }}
{{- fail "tls.enabled needs tls.existingSecret or tls.certManager.enabled=true" }}
{{- end }}
{{- if and $v.tls.existingSecret $v.tls.certManager.enabled }}
{{- fail "tls.existingSecret and tls.certManager.enabled exclude each other; leave one out" }}
{{- end }}
{{- if and $v.tls.certManager.enabled (not $v.tls.certManager.issuer) }}
{{- fail "tls.certManager.enabled needs tls.certManager.issuer" }}
{{- end }}
{{- if and (ne $v.tls.clientAuth "none") (not $v.tls.clientIssuersSecret) }}
{{- fail (printf "tls.clientAuth=%s needs tls.clientIssuersSecret" $v.tls.clientAuth) }}
{{- end }}
{{- if and (eq $v.tls.clientAuth "none") $v.tls.clientIssuersSecret }}
{{- fail "tls.clientIssuersSecret needs tls.clientAuth=request or required" }}
{{- end }}
{{- else if or $v.tls.existingSecret $v.tls.certManager.enabled (ne $v.tls.clientAuth "none") $v.tls.clientIssuersSecret }}
{{- fail "values of tls are set, but tls.enabled is false" }}
{{- end }}
{{- if and $v.administrator.existingSecret $v.administrator.password }}
{{- fail "administrator.existingSecret and administrator.password exclude each other; leave one out" }}
{{- end }}
{{- if and (not $v.persistence.enabled) $v.persistence.existingClaim }}
{{- fail "persistence.existingClaim needs persistence.enabled=true" }}
{{- end }}
{{- if and (eq $v.service.type "ClusterIP") $v.service.nodePort }}
{{- fail "service.nodePort needs service.type NodePort or LoadBalancer" }}
{{- end }}
{{- if and (ne $v.service.type "LoadBalancer") $v.service.loadBalancerSourceRanges }}
{{- fail "service.loadBalancerSourceRanges needs service.type LoadBalancer" }}
{{- end }}
{{- if and $v.ingress.enabled (not $v.ingress.host) }}
{{- fail "ingress.enabled needs ingress.host" }}
{{- end }}
{{- if and $v.httpRoute.enabled (not $v.httpRoute.parentRefs) }}
{{- fail "httpRoute.enabled needs httpRoute.parentRefs" }}
{{- end }}
{{- if and $v.metrics.serviceMonitor.loginSecret (ne $v.metrics.access "login") }}
{{- fail "metrics.serviceMonitor.loginSecret needs metrics.access=login" }}
{{- end }}
{{- if and $v.metrics.serviceMonitor.enabled (eq $v.metrics.access "login") (not $v.metrics.serviceMonitor.loginSecret) }}
{{- fail "metrics.access=login needs metrics.serviceMonitor.loginSecret" }}
{{- end }}
{{- range $key, $value := $v.broker.settings }}
{{- if not (hasPrefix "rewind." $key) }}
{{- fail (printf "broker.settings: expected keys of docs/configuration.md, which begin with rewind., got %s" $key) }}
{{- end }}
{{- if has $key (list "rewind.data-dir" "rewind.listen.host" "rewind.listen.port" "rewind.http.host" "rewind.http.port" "rewind.database" "rewind.broker-id" "rewind.log.json" "rewind.security.metrics") }}
{{- fail (printf "broker.settings: %s is set by the chart itself; use its own value" $key) }}
{{- end }}
{{- if hasPrefix "rewind.tls." $key }}
{{- if not (has $key (list "rewind.tls.protocols" "rewind.tls.reload-millis")) }}
{{- fail (printf "broker.settings: %s is set by the chart itself; use the values of tls" $key) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
