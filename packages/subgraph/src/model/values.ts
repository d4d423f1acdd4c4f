import type { Field } from './model.ts'

/** A field's value as the code that fills the index gives and gets it; amounts in nRLC. */
export type Value = string | bigint | number | boolean | readonly string[] | null

/** A value as SQLite keeps it. */
export type Cell = string | number | null

/** Digits behind the point of an amount in RLC. */
const DECIMALS = 9

/** The cell of a value. Hex is in lower case but in texts. */
export function toCell(field: Field, value: Value): Cell {
  if (value === null) return null
  if (Array.isArray(value)) return JSON.stringify(value.map(lowerHex))
  if (typeof value === 'boolean') return value ? 1 : 0
  if (isLarge(field)) return ordered(BigInt(value as string | number | bigint))
  return typeof value === 'string' && field.type !== 'String' ? lowerHex(value) : (value as Cell)
}

/** A text as it is kept as id: hex in lower case, all else as it is. */
export const lowerHex = (text: string): string =>
  /^0x[\da-f]*$/i.test(text) ? text.toLowerCase() : text

/** The value of a cell. */
export function toValue(field: Field, cell: Cell): Value {
  if (cell === null) return null
  if (field.kind === 'reference' && field.isList) return JSON.parse(cell as string) as string[]
  if (field.type === 'Boolean') return cell === 1
  return isLarge(field) ? BigInt((cell as string).slice(2)) : cell
}

/** A cell as GraphQL shows it: large numbers as texts. */
export function toOutput(field: Field, cell: Cell): Exclude<Value, bigint> {
  const value = toValue(field, cell)
  if (typeof value !== 'bigint') return value
  return field.type === 'BigDecimal' ? inRlc(value) : String(value)
}

/**
 * The cell that a filter's operand of a scalar is compared with. Throws `TypeError` with the reason
 * when it is not of the scalar.
 */
export function operand(field: Field, value: unknown): Cell {
  if (value === null) return null
  switch (field.type) {
    case 'BigInt':
      return ordered(BigInt(matching(field, value, /^-?\d{1,80}$/)))
    case 'BigDecimal': {
      const [whole, part = ''] = matching(field, value, /^-?\d{1,80}(\.\d{1,80})?$/).split('.')
      return ordered(BigInt(whole! + part.slice(0, DECIMALS).padEnd(DECIMALS, '0')))
    }
    case 'Bytes':
      return `0x${matching(field, value, /^(0x)?([\da-f]{2})*$/i)
        .toLowerCase()
        .replace(/^0x/, '')}`
    case 'Boolean':
      return value ? 1 : 0
    default:
      return value as Cell
  }
}

function matching({ name, type }: Field, value: unknown, shape: RegExp): string {
  const text = String(value)
  if (typeof value === 'object' || !shape.test(text))
    throw new TypeError(`Invalid ${name} "${text.slice(0, 80)}": the field is of type ${type}.`)
  return text
}

const isLarge = ({ type }: Field): boolean => type === 'BigInt' || type === 'BigDecimal'

/**
 * Decimal digits after their number, two digits: texts in the order of the numbers. Nothing that is
 * kept is below 0; an operand may be.
 */
function ordered(value: bigint): string {
  if (value < 0n) return ''
  const digits = String(value)
  return String(digits.length).padStart(2, '0') + digits
}

/** An amount of nRLC in RLC, without zeros at its end. */
function inRlc(amount: bigint): string {
  const digits = String(amount).padStart(DECIMALS + 1, '0')
  const part = digits.slice(-DECIMALS).replace(/0+$/, '')
  return digits.slice(0, -DECIMALS) + (part ? `.${part}` : '')
}
