/** The files of a result, by their paths. */
export type ResultFiles = Readonly<Record<string, Uint8Array>>

/** A difference between a result and the first one. */
export interface Difference {
  /** Path of the file in the result. */
  file: string
  /** Number of the run, from 2. */
  run: number
  /** First byte that differs, from 0; absent when only one of the runs has the file. */
  offset?: number
  /** Content of the first run there; `null` when its file has ended or does not exist. */
  first: number | null
  /** Content of this run there. */
  here: number | null
}

/** The first difference of each file in each later run; none for an app that is deterministic. */
export function compareResults([first, ...others]: readonly ResultFiles[]): Difference[] {
  if (!first) return []
  // Maps, because an app may call a file as it likes, such as "constructor".
  const before = new Map(Object.entries(first))
  return others.flatMap((result, i) => {
    const files = new Map(Object.entries(result))
    const names = [...new Set([...before.keys(), ...files.keys()])].sort()
    return names.flatMap(
      (file) => differenceOf(file, i + 2, before.get(file), files.get(file)) ?? [],
    )
  })
}

function differenceOf(
  file: string,
  run: number,
  a?: Uint8Array,
  b?: Uint8Array,
): Difference | undefined {
  if (!a || !b)
    return { file, run, first: a ? (a[0] ?? null) : null, here: b ? (b[0] ?? null) : null }
  const length = Math.max(a.length, b.length)
  for (let offset = 0; offset < length; offset++)
    if (a[offset] !== b[offset])
      return { file, run, offset, first: a[offset] ?? null, here: b[offset] ?? null }
  return undefined
}

/** A difference as a sentence for people. */
export function differenceText({ file, run, offset, first, here }: Difference): string {
  if (offset === undefined) return `${file} is only in run ${here === null ? 1 : run}`
  return `${file} differs at byte ${offset}: run 1 has ${byteText(first)}, run ${run} has ${byteText(here)}`
}

function byteText(byte: number | null): string {
  if (byte === null) return 'ended'
  const hex = `0x${byte.toString(16).padStart(2, '0')}`
  return byte > 32 && byte < 127 ? `${hex} ("${String.fromCharCode(byte)}")` : hex
}
