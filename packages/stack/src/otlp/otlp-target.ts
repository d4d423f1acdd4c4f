/** Where traces go. */
export interface OtlpTarget {
  /** Address that spans are posted to. @default that of the standard variables */
  url?: string
}

type Variables = Readonly<Record<string, string | undefined>>

/**
 * Where the traces of a network go: to a collector's base address, or to the one that the standard
 * variables of OpenTelemetry name. `undefined`: nowhere.
 */
export function otlpTarget(base: string | undefined, variables: Variables): OtlpTarget | undefined {
  if (variables.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return undefined
  if (base !== undefined) return { url: tracesUrl(base) }
  const isNamed = [
    variables.OTEL_EXPORTER_OTLP_ENDPOINT,
    variables.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,
  ]
  return isNamed.some(Boolean) && variables.OTEL_TRACES_EXPORTER !== 'none' ? {} : undefined
}

const PATH = '/v1/traces'

function tracesUrl(base: string): string {
  const plain = base.replace(/\/+$/, '')
  return plain.endsWith(PATH) ? plain : plain + PATH
}
