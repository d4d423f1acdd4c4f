import { didYouMean, SimError } from '@iexec-sim/base'
import { readBytes32 } from '@iexec-sim/protocol'

/** Bounds of a number. */
interface Bounds {
  min?: number
  max?: number
  whole?: boolean
}

/** Reads the fields of a fault that came as JSON, and says what is wrong with the first that is. */
export class Fields {
  readonly #fields: Readonly<Record<string, unknown>>
  readonly #text: string

  /** Throws `FAULT_MALFORMED` for anything but an object. `of`: the whole, if this is a part. */
  constructor(value: unknown, of?: string) {
    this.#text = of ?? shortened(JSON.stringify(value) ?? String(value))
    this.#fields = {}
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      this.refuse('a JSON object is required')
    this.#fields = value as Record<string, unknown>
  }

  /** Throws `FAULT_MALFORMED`. */
  refuse(reason: string): never {
    throw new SimError('FAULT_MALFORMED', { fault: this.#text, reason })
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#fields, key) && this.#fields[key] !== undefined
  }

  /** Lets no other key be there, `on` aside. */
  only(...keys: string[]): void {
    for (const key of Object.keys(this.#fields))
      if (key !== 'on' && !keys.includes(key))
        this.refuse(`unknown key "${key}"${didYouMean(key, keys).replace(/\.$/, '')}`)
  }

  /** One of some names. Throws `FAULT_NAME_UNKNOWN`. */
  name<N extends string>(key: string, known: readonly N[], what: string): N {
    const value = this.text(key)[key]
    if (value === undefined) this.refuse(`it lacks "${key}"`)
    if ((known as readonly string[]).includes(value!)) return value as N
    const near = didYouMean(value!, known)
    throw new SimError('FAULT_NAME_UNKNOWN', { what, value: value!, near, known: known.join(', ') })
  }

  /** The field by its name, when it is there. */
  text<K extends string>(key: K): { [k in K]?: string } {
    if (!this.has(key)) return {}
    const value = this.#fields[key]
    if (typeof value !== 'string') this.refuse(`"${key}" is not text`)
    return { [key]: value } as { [k in K]?: string }
  }

  /** The field by its name, when it is there. */
  number<K extends string>(key: K, { min, max, whole }: Bounds): { [k in K]?: number } {
    if (!this.has(key)) return {}
    const value = this.#fields[key]
    if (typeof value !== 'number' || !Number.isFinite(value))
      this.refuse(`"${key}" is not a number`)
    if (whole && !Number.isInteger(value)) this.refuse(`"${key}" is not a whole number`)
    if ((value as number) < (min ?? (value as number))) this.refuse(`"${key}" is below ${min}`)
    if ((value as number) > (max ?? (value as number))) this.refuse(`"${key}" is above ${max}`)
    return { [key]: value } as { [k in K]?: number }
  }

  /** The field by its name, when it is there; it can only be `true`. */
  yes<K extends string>(key: K): { [k in K]?: true } {
    if (!this.has(key)) return {}
    if (this.#fields[key] !== true) this.refuse(`"${key}" is not true`)
    return { [key]: true } as { [k in K]?: true }
  }

  /** 32 bytes of hex by the field's name, when it is there. */
  id<K extends string>(key: K): { [k in K]?: string } {
    const { [key]: value } = this.text(key)
    if (value === undefined) return {}
    const id = readBytes32(value)
    if (id === undefined) this.refuse(`"${key}" is not 32 bytes of hex`)
    return { [key]: id } as { [k in K]?: string }
  }

  /** The fields of an object inside. */
  inner(key: string): Fields {
    if (!this.has(key)) this.refuse(`it lacks "${key}"`)
    return new Fields(this.#fields[key], this.#text)
  }
}

const LONGEST = 120
const shortened = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
