/** Ways to change a text of a statement a little, each to one place of it. */
export interface Operator {
  readonly name: string
  /** Pattern it replaces; group 1, if there is one, stays in front. */
  readonly finds: RegExp
  readonly puts: (found: string) => string
}

const swaps = (name: string, pairs: Readonly<Record<string, string>>): Operator[] =>
  Object.entries(pairs).map(([from, to]) => ({
    name,
    finds: new RegExp(` ${from.replace(/[|+*/]/g, '\\$&')} `, 'g'),
    puts: () => ` ${to} `,
  }))

/** The operators that a sample is drawn from, beside leaving a statement out. */
export const operators: readonly Operator[] = [
  ...swaps('relation', { '<': '<=', '<=': '<', '>': '>=', '>=': '>', '==': '!=', '!=': '==' }),
  ...swaps('arithmetic', { '+': '-', '-': '+', '*': '/', '/': '*', '+=': '-=', '-=': '+=' }),
  ...swaps('boolean', { '&&': '||', '||': '&&' }),
  { name: 'negation', finds: /!(?=[\w(])/g, puts: () => '' },
  {
    name: 'constant',
    finds: /(?<![\w."'])\d+(?![\w."'])/g,
    puts: (found) => String(BigInt(found) + 1n),
  },
]
