import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { TimelineBook } from '@iexec-sim/timeline'
import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type { Logger } from 'pino'
import type { OtlpTarget } from './otlp-target.ts'
import { TaskSpans } from './task-spans.ts'

/** Options of {@link exportTraces}. */
export interface TraceExport {
  /** Where they go. */
  target: OtlpTarget
  /** The timeline that they are made of. */
  timeline: TimelineBook
  /** Version of the simulator. */
  version: string
  /** Name of all services; each has its own without one. */
  serviceName: string | undefined
  /** Log of the network. */
  log: Logger
}

/** Milliseconds between two exports. */
const EXPORT_EVERY_MS = 1_000
/** Milliseconds that a network that ends waits for its last spans to go out. */
const LAST_EXPORT_MS = 4_000
/** Milliseconds that a collector has for an export, repetitions included. */
const EXPORT_TIMEOUT_MS = 3_000

/**
 * Exports the steps of tasks as spans, with OTLP over HTTP in JSON: one trace for each task, whose
 * id is the first half of the task's. Returns what ends it. A collector that does not answer is
 * told in the log once, and disturbs nothing else.
 */
export function exportTraces({
  target,
  timeline,
  version,
  serviceName,
  log,
}: TraceExport): () => Promise<void> {
  const exporter = new Telling(new OTLPTraceExporter({ ...ownTimeout(), ...target }), log)
  const processor = new BatchSpanProcessor({ exporter, scheduledDelayMillis: EXPORT_EVERY_MS })
  const idGenerator = {
    generateTraceId: () => spans.nextTraceId,
    generateSpanId: () => randomBytes(8).toString('hex'),
  }
  const providers = new Map<string, TracerProvider>()
  const spans: TaskSpans = new TaskSpans((service) => {
    const name = serviceName ?? (service === 'task' ? 'iexec-sim' : `iexec-sim-${service}`)
    const provider =
      providers.get(name) ??
      new TracerProvider({
        idGenerator,
        spanProcessors: [processor],
        resource: resourceFromAttributes({ 'service.name': name, 'service.version': version }),
      })
    providers.set(name, provider)
    return provider.getTracer(`iexec-sim/${service}`, version)
  })
  const leave = timeline.subscribe((change) => spans.take(change))
  return async () => {
    leave()
    spans.end()
    const timeout = new AbortController()
    const late = delay(LAST_EXPORT_MS, undefined, { signal: timeout.signal }).catch(() => {})
    await Promise.race([processor.shutdown().catch(() => {}), late])
    timeout.abort()
  }
}

/** A shorter time than the libraries' own, unless the standard variable names one. */
const ownTimeout = () =>
  process.env.OTEL_EXPORTER_OTLP_TIMEOUT ? {} : { timeoutMillis: EXPORT_TIMEOUT_MS }

/** An exporter that tells its first failure. */
class Telling implements SpanExporter {
  readonly #exporter: SpanExporter
  readonly #log: Logger
  #hasFailed = false

  constructor(exporter: SpanExporter, log: Logger) {
    this.#exporter = exporter
    this.#log = log
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.#exporter.export(spans, (result) => {
      if (result.code === ExportResultCode.FAILED && !this.#hasFailed) {
        this.#hasFailed = true
        this.#log.warn({ reason: result.error?.message }, 'traces could not be exported')
      }
      done({ code: ExportResultCode.SUCCESS })
    })
  }

  forceFlush(): Promise<void> {
    return this.#exporter.forceFlush?.() ?? Promise.resolve()
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown()
  }
}
