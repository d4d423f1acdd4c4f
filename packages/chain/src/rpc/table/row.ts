/** Kind of a supported method. */
export type MethodKind =
  /** Changes nothing. */
  | 'read'
  /** Changes the chain: journaled, one after the other. */
  | 'write'
  /** Moves the network's clock. */
  | 'time'
  /** Needs a WebSocket, whose connection it is about. */
  | 'socket'

interface Named {
  name: string
  /** Clients that send it. */
  askedBy: string
  /** Its purpose, in a line of Markdown. */
  purpose: string
}

/** A supported method. */
export interface AnsweredMethod extends Named {
  /** The engine as it is, or the network with code of its own around it. */
  by: 'engine' | 'network'
  /** Effect of the method on the chain. */
  kind: MethodKind
  /** The method it is another name of. */
  as?: string
}

/** A method the door knows and refuses. */
export interface RefusedMethod extends Named {
  /** Nothing implements it. */
  by: 'none'
  /** Why it is refused, as the end of a sentence. */
  why: string
}

/** A row of the table of methods. */
export type MethodRow = AnsweredMethod | RefusedMethod

type Text = readonly [name: string, askedBy: string, purpose: string]

/** Rows of methods that are answered alike. */
export const answered = (
  by: AnsweredMethod['by'],
  kind: MethodKind,
  texts: readonly Text[],
): readonly AnsweredMethod[] =>
  texts.map(([name, askedBy, purpose]) => ({ name, by, kind, askedBy, purpose }))

/** Rows of methods that are refused. */
export const refused = (
  texts: readonly (readonly [...Text, why: string])[],
): readonly RefusedMethod[] =>
  texts.map(([name, askedBy, purpose, why]) => ({ name, by: 'none', askedBy, purpose, why }))

/** Rows of other names of methods. */
export const aliases = (
  rows: readonly MethodRow[],
  askedBy: string,
  names: Readonly<Record<string, string>>,
): readonly MethodRow[] =>
  Object.entries(names).map(([name, as]) => {
    const row = rows.find((other) => other.name === as)!
    const same = { ...row, name, askedBy }
    return row.by === 'none' ? same : { ...same, purpose: `As \`${as}\``, as }
  })
