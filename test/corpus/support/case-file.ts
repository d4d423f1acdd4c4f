import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** Place where a case can run: a framework, with "-v9" on the network of the v9 generation. */
const PLACES = ['standard', 'scone', 'gramine', 'tdx', 'standard-v9', 'tdx-v9', 'hardened'] as const
/** All places. */
export type Place = (typeof PLACES)[number]

/** Expected end of a task. Without `cause` it has to be completed. */
export interface Expected {
  /** Cause of the replicate that failed, in the real network's word. */
  cause?: string
  /** Pattern of the sentence that says why. */
  reason?: string
  /** Pattern of a note: what was dropped or changed. */
  note?: string
  /** Files of the archive with their texts, others besides; null for a file that is not there. */
  files?: Record<string, string | null>
  /** Text of `result.txt`, for short. */
  result?: string
  /** Bytes on chain for the callback contract. */
  callback?: string
  /** Whether nothing may come of it because the workers do not agree. */
  disagree?: boolean
}

/** One `case.yaml`. */
export interface CaseFile {
  name: string
  dir: string
  /** One line: what the app or its requester does. */
  title: string
  /** Source of the case, in your own words. */
  source: string
  /**
   * Python that the corpus's own app runs; with `Dockerfile` in the folder, that image runs
   * instead.
   */
  script?: string
  /** The deal's arguments as text; the script sees them from `sys.argv[1]` on. */
  args?: string
  /** Whether the arguments are for the image that prints its own, in place of a script. */
  argv?: boolean
  /** Processor whose image runs, made of one program that only such a processor can run. */
  architecture?: string
  /**
   * The input files: contents that are put on the network's gateway, whose URLs get `suffix` behind
   * them, or URLs as they are.
   */
  inputs?: ({ content: string; suffix?: string } | { url: string })[]
  /** Content of a dataset that the deal names. */
  dataset?: string
  /** Whether the deal names a contract for the result. */
  callback?: boolean
  /** Seconds an app may run under the category of the deal. @default those of the first category */
  seconds?: number
  /** Trust that the workers have to reach. */
  trust?: number
  /** Places where it runs. */
  places: Place[]
  expect: Expected
  /** Places with another expected end. */
  except?: Partial<Record<Place, Expected>>
}

type Check = (value: unknown) => boolean
const text: Check = (value) => typeof value === 'string' && value !== ''
const anyText: Check = (value) => typeof value === 'string'
const flag: Check = (value) => typeof value === 'boolean'
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const places: Check = (value) =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((place) => PLACES.includes(place as Place))

const EXPECTED: Record<string, [Check, string]> = {
  cause: [text, 'a cause of the real network'],
  reason: [text, 'a pattern'],
  note: [text, 'a pattern'],
  files: [
    (value) => isMap(value) && Object.values(value).every((one) => one === null || anyText(one)),
    'texts by file name',
  ],
  result: [anyText, 'text'],
  callback: [
    (value) => anyText(value) && /^0x([0-9a-f]{2})*$/.test(value as string),
    'bytes as 0x and lower-case hex',
  ],
  disagree: [flag, 'true or false'],
}
const isExpected: Check = (value) => isMap(value) && flawOf(value, EXPECTED) === undefined

const KEYS: Record<string, [Check, string]> = {
  title: [text, 'one line'],
  source: [text, 'where the case was met'],
  script: [text, 'Python'],
  args: [anyText, 'text'],
  argv: [flag, 'true or false'],
  architecture: [text, 'the name of a processor, as in an image'],
  inputs: [
    (value) =>
      Array.isArray(value) &&
      value.every((one) => isMap(one) && anyText('url' in one ? one.url : one.content)),
    'a list of {content, suffix} or {url}',
  ],
  dataset: [anyText, 'text'],
  callback: [flag, 'true or false'],
  seconds: [(value) => Number.isInteger(value), 'a whole number'],
  trust: [(value) => Number.isInteger(value), 'a whole number'],
  places: [places, `some of ${PLACES.join(', ')}`],
  expect: [isExpected, `a map of ${Object.keys(EXPECTED).join(', ')}`],
  except: [
    (value) =>
      isMap(value) && Object.entries(value).every(([key, one]) => places([key]) && isExpected(one)),
    `expectations by ${PLACES.join(', ')}`,
  ],
}

/** Flaw of a map of known keys, as one sentence. */
function flawOf(
  map: Record<string, unknown>,
  keys: Record<string, [Check, string]>,
): string | undefined {
  for (const [key, value] of Object.entries(map)) {
    const known = keys[key]
    if (!known) return `unknown key "${key}"; known are ${Object.keys(keys).join(', ')}`
    if (!known[0](value)) return `"${key}" has to be ${known[1]}`
  }
  return undefined
}

/** Reads the text of a `case.yaml`; throws an error that names the file and what is wrong. */
export function readCase(dir: string, name: string, yaml: string): CaseFile {
  const bad = (flaw: string) => new Error(`Invalid test/corpus/${name}/case.yaml: ${flaw}.`)
  let read: unknown
  try {
    read = parse(yaml)
  } catch (error) {
    throw bad((error as Error).message)
  }
  if (!isMap(read)) throw bad('it is not a map')
  const flaw = flawOf(read, KEYS)
  if (flaw) throw bad(flaw)
  for (const key of ['title', 'source', 'places', 'expect'])
    if (!(key in read)) throw bad(`"${key}" is missing`)
  const starts = [read.script, read.argv || undefined, read.architecture].filter(
    (start) => start !== undefined,
  )
  if (starts.length + (existsSync(join(dir, 'Dockerfile')) ? 1 : 0) !== 1)
    throw bad('it needs one of "script", "argv: true", "architecture" and a Dockerfile')
  return { ...(read as unknown as CaseFile), name, dir }
}

/** Every case of a corpus, by the names of its folders. */
export function readCorpus(root: string): CaseFile[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'support')
    .map(({ name }) =>
      readCase(join(root, name), name, readFileSync(join(root, name, 'case.yaml'), 'utf8')),
    )
}

/** Expected end of a case at a place. */
export const expectedAt = ({ expect, except }: CaseFile, place: Place): Expected =>
  except?.[place] ?? expect
