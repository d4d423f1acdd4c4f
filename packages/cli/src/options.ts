import { bellecour, type Hex, type ServicePort, SimError, type TeeFramework } from '@iexec-sim/protocol'
import { Option } from 'commander'

/** Folder of the network a command speaks to. */
export const stateOption = () =>
  new Option('--state <dir>', 'folder of the network').env('IEXEC_SIM_STATE').default('.iexec-sim')
/** One JSON document on standard output instead of text for people. */
export const jsonOption = () => new Option('--json', 'print one JSON document')
/** TEE framework of a secret or an image. */
export const teeOption = () =>
  new Option('--tee <framework>', 'TEE framework').choices(['scone', 'gramine']).makeOptionMandatory()
/** Account that signs. */
export const walletOption = () =>
  new Option(
    '--wallet <account>',
    'development account by number (0 to 9), or a private key in the variable it names as env:NAME',
  ).default('0')

/** Options of commands that speak to a network. */
export interface NetworkOptions {
  state: string
  json?: true
}

/** Collects `NAME=N` port options. */
export function collectPort(
  value: string,
  ports: Partial<Record<ServicePort, number>> = {},
): Partial<Record<ServicePort, number>> {
  const [name, number] = value.split('=')
  const known = Object.keys(bellecour.ports)
  if (!known.includes(name ?? ''))
    throw new SimError('BAD_OPTION', { option: '--port', value, reason: `NAME is one of ${known.join(', ')}` })
  const port = Number(number)
  if (!number || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new SimError('BAD_OPTION', { option: '--port', value, reason: 'N is a number from 0 to 65535' })
  return { ...ports, [name as ServicePort]: port }
}

/** Collects values of an option that repeats or takes several. */
export const collect = (value: string, values: string[] = []): string[] => [...values, value]

/** Reads `1=my-namespace 2=my-key` into index to name. */
export function secretMapping(values: readonly string[]): Record<string, string> {
  const mapping: Record<string, string> = {}
  for (const value of values) {
    const [, index, name] = /^([1-9]\d*)=(.+)$/.exec(value) ?? []
    if (!index || !name) throw new SimError('BAD_SECRET_MAPPING', { value })
    mapping[index] = name
  }
  return mapping
}

/** The private key an account option names. A key itself is not taken from the command line, where others can read it. */
export function walletKey(value: string, accounts: readonly { privateKey: Hex }[]): Hex {
  const key = value.startsWith('env:') ? process.env[value.slice(4)] : accounts[Number(value)]?.privateKey
  if (key && /^0x[0-9a-fA-F]{64}$/.test(key)) return key as Hex
  throw new SimError('BAD_OPTION', {
    option: '--wallet',
    value,
    reason: 'it is neither an account number (0 to 9) nor env:NAME of a variable with a private key',
  })
}

/** A framework as an option gave it. */
export const framework = (value: string): TeeFramework => value as TeeFramework
