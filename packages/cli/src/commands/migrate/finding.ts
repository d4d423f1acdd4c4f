/** Something of a project that is otherwise under tdx on Arbitrum. */
export interface Finding {
  /** File, relative to the project. */
  file: string
  /** Line in it, from 1. */
  line: number
  /** The words that were found. */
  found: string
  /** What to do about it. */
  change: string
}

/** Where words stand in a text: the line, from 1. */
export const lineAt = (text: string, index: number): number =>
  text.slice(0, index).split('\n').length
