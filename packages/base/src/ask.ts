import { SimError } from './errors/sim-error.ts'

/** A request to a service, besides its URL. */
export interface Question {
  /** @default GET, or POST with a body */
  method?: string
  /** Request headers, by name. */
  headers?: Record<string, string>
  /** The `authorization` header. */
  authorization?: string | undefined
  /** Sent as JSON. */
  json?: unknown
  /** Sent as it is. */
  body?: string | Uint8Array | Blob | FormData | ReadableStream | undefined
  /** Gives the request up; its reason is thrown then. */
  signal?: AbortSignal | undefined
  /** Time for the answer and its body, in ms. @default none */
  timeoutMs?: number
  /**
   * Statuses that the caller handles itself, besides those from 200 to 299. Of the body of such an
   * answer it gets 64 KiB at most.
   */
  accept?: readonly number[] | 'any'
}

/** Bytes of an error's body that are read. */
const LARGEST_ERROR = 64 * 1024

/**
 * Sends a request over HTTP. Throws `HTTP_UNREACHABLE` when nothing answers in time and
 * `HTTP_FAILED`, with the service's own words where its body has some, for a status that is neither
 * a success nor in `accept`. Reading the body throws `HTTP_UNREACHABLE` as well once the time is
 * up.
 */
export async function ask(url: string | URL, question: Question = {}): Promise<Response> {
  const response = await reach(url, question)
  if (response.ok) return response
  const { accept = [] } = question
  const { status, headers } = response
  const body = await beginningOf(response, question)
  if (accept === 'any' || accept.includes(status))
    return new Response(body.length === 0 ? null : body, { status, headers })
  const said = ownWords(body.toString('utf8'))
  throw new SimError('HTTP_FAILED', {
    method: methodOf(question),
    url: withoutQuery(url),
    status: said ? `${status}: ${said}` : status,
  })
}

async function reach(url: string | URL, question: Question): Promise<Response> {
  const { headers, authorization, json, signal, timeoutMs } = question
  const body = json === undefined ? question.body : JSON.stringify(json)
  const limits = [signal, timeoutMs === undefined ? undefined : timeLimit(url, timeoutMs)]
  const given = limits.filter((limit) => limit !== undefined)
  try {
    return await fetch(url, {
      method: methodOf(question),
      headers: {
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(authorization ? { authorization } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
      ...(given.length > 0 ? { signal: AbortSignal.any(given) } : {}),
    } as RequestInit)
  } catch (cause) {
    signal?.throwIfAborted()
    throw cause instanceof SimError ? cause : unreachable(url, reasonOf(cause), cause)
  }
}

/** Aborts with the error of the table, which is then what reading the body throws, too. */
function timeLimit(url: string | URL, ms: number): AbortSignal {
  const limit = new AbortController()
  setTimeout(() => limit.abort(unreachable(url, 'it does not answer in time')), ms).unref()
  return limit.signal
}

const unreachable = (url: string | URL, reason: string, cause?: unknown): SimError =>
  new SimError(
    'HTTP_UNREACHABLE',
    { url: URL.canParse(String(url)) ? new URL(url).origin : withoutQuery(url), reason },
    { cause },
  )

/** The beginning of an error's body, up to `LARGEST_ERROR`; the rest is not waited for. */
async function beginningOf({ body }: Response, { signal }: Question): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of body ?? []) {
      chunks.push(chunk)
      length += chunk.length
      if (length >= LARGEST_ERROR) break // cancels the rest
    }
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof SimError) throw error
    // The connection broke: the status says enough.
  }
  return Buffer.concat(chunks).subarray(0, LARGEST_ERROR)
}

const methodOf = ({ method, json, body }: Question): string =>
  method ?? (json === undefined && body === undefined ? 'GET' : 'POST')

/** A query and the credentials of a URL may be secret: neither belongs in an error. */
const withoutQuery = (url: string | URL): string =>
  String(url)
    .split(/[?#]/)[0]!
    .replace(/\/\/[^/@]*@/, '//')

function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string } }
  // A TypeError without a cause quotes the whole URL.
  return cause?.code ?? (name === 'TypeError' && !cause ? 'the URL is invalid' : message)
}

/** The sentence of `{"error":"…"}` or `{"error":["…"]}`, as the services write it. */
function ownWords(body: string): string | undefined {
  try {
    const { error } = JSON.parse(body) as { error?: unknown }
    const [first] = Array.isArray(error) ? error : [error]
    return typeof first === 'string' ? first : undefined
  } catch {
    return undefined
  }
}
