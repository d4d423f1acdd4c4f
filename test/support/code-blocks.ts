import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PAGES = ['README.md', 'CONTRIBUTING.md', 'docs/**/*.md', 'packages/*/README.md']

/** A block of code in a page of Markdown. */
export interface CodeBlock {
  /** `file:line` of its first line. */
  place: string
  /** Page it is in, relative to the repository. */
  page: string
  /** First word after the fence; empty when there is none. */
  language: string
  /** Whether the test of the documentation runs it: `run` comes after the language. */
  runs: boolean
  /** Why a shell block is not run, after `not-run:`. */
  reason: string | undefined
  /** Code that has to come before a TypeScript block, after `with:`. */
  before: string
  /** Whether its lines are printed by what the page runs: `printed` comes after the language. */
  isPrinted: boolean
  /** Name that a block which is a file has, after `file:`. */
  file: string | undefined
  code: string
}

/** All blocks of the documentation, page by page. */
export const codeBlocks = (): CodeBlock[] =>
  PAGES.flatMap((pattern) => globSync(pattern, { cwd: ROOT }))
    .filter((page) => !/node_modules|generated/.test(page))
    .sort()
    .flatMap((page) => blocksOf(page, readFileSync(ROOT + page, 'utf8')))

function blocksOf(page: string, text: string): CodeBlock[] {
  const fences = text.matchAll(/^( *)```(.*)\n([\s\S]*?)^\1```$/gm)
  return [...fences].map(({ index, 1: indent = '', 2: info = '', 3: code = '' }) => ({
    page,
    place: `${page}:${text.slice(0, index).split('\n').length + 1}`,
    language: /^\S*/.exec(info)![0],
    runs: /^\S+ run\b/.test(info),
    reason: / not-run: (.+)$/.exec(info)?.[1],
    isPrinted: /^\S+ printed\b/.test(info),
    file: / file: (\S+)/.exec(info)?.[1],
    before: / with: (.+)$/.exec(info)?.[1] ?? '',
    code: code.replaceAll(`\n${indent}`, '\n').slice(indent.length),
  }))
}
