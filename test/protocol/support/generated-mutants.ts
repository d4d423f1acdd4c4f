import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { operators } from './operators.ts'

/** A small change of one statement, made by an operator. */
export interface GeneratedMutant {
  /** Path within `contracts/contracts`. */
  readonly file: string
  /** Offset of the statement in its file. */
  readonly at: number
  readonly statement: string
  /** Its replacement; empty if it is left out. */
  readonly changed: string
  readonly operator: string
}

/** Sources of the hub and its registries. */
const FILES = '{hub,desk,escrow,libraries,registries}/*.sol'
/** Statements of functions, which are indented twice at least; those over several lines too. */
const STATEMENT =
  /(?<=[;{})]\n+) {8,}(?! )(?!for |else|assembly|using |let |\/\/|_;|unchecked)[^;{}"]*(?:"[^"]*"[^;{}"]*)*;(?=\n)(?!\s*else)/g
const DECLARES =
  /^(?:(?:u?int\d*|address|bool|bytes\d*|string|[A-Z]\w*)(?:\[\])?(?: (?:storage|memory|calldata))?) \$?\w+ = |^\(/
/** Sources read a value of another unit, or have no statement that can be left out. */
const STAYS = /^(?:return|if|PocoStorage|[A-Z]\w*(?:\.\w+)? (?:storage|memory))/

/** Every mutant of the contracts of a folder, in the order of their places. */
export function allMutants(folder: string): GeneratedMutant[] {
  return globSync(FILES, { cwd: folder })
    .sort()
    .flatMap((file) => mutantsOf(file, readFileSync(join(folder, file), 'utf8')))
}

function mutantsOf(file: string, source: string): GeneratedMutant[] {
  return [...source.matchAll(STATEMENT)].flatMap(({ 0: found, index }) => {
    const statement = found.trimStart()
    const at = index + found.length - statement.length
    const changes = operators.flatMap(({ name, finds, puts }) =>
      [...withoutTexts(statement).matchAll(finds)].map((place) => ({
        operator: name,
        changed:
          statement.slice(0, place.index) +
          puts(place[0]) +
          statement.slice(place.index + place[0].length),
      })),
    )
    const isLeftOut = !DECLARES.test(statement) && !STAYS.test(statement)
    return [...(isLeftOut ? [{ operator: 'left out', changed: '' }] : []), ...changes].map(
      (change) => ({
        file,
        at,
        statement,
        ...change,
      }),
    )
  })
}

/** A statement whose texts are blanks, so that nothing is found in them. */
const withoutTexts = (statement: string): string =>
  statement.replace(/"[^"]*"/g, (text) => ' '.repeat(text.length))

/** A statement that is the changed one while `isOn`, and the original otherwise. */
export function switched({ statement, changed }: GeneratedMutant, isOn: string): string {
  if (changed === '') return `if (!${isOn}) { ${statement} }`
  if (!DECLARES.test(statement)) return `if (${isOn}) { ${changed} } else { ${statement} }`
  const value = (text: string) => text.slice(text.indexOf(' = ') + 3, -1)
  return `${statement.slice(0, statement.indexOf(' = '))} = ${isOn} ? ${value(changed)} : ${value(statement)};`
}

/** Draws `count` of some things, always the same with one seed. */
export function sample<T>(all: readonly T[], count: number, seed: number): T[] {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return all
    .map((one) => ({ one, rank: next() }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, count)
    .map(({ one }) => one)
}
