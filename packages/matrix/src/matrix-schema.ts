import { TEE_FRAMEWORKS } from '@iexec-sim/protocol'
import Type from 'typebox'

const text = (description: string) => Type.String({ minLength: 1, description })
const exact = { additionalProperties: false } as const

/** Expected outcome of a cell's task. */
export const EXPECTATION = Type.Object(
  {
    status: Type.Optional(
      Type.Enum(['COMPLETED', 'FAILED'], { description: 'status on chain (default `COMPLETED`)' }),
    ),
    cause: Type.Optional(text('cause of the first replicate that failed')),
    text: Type.Optional(text('text that the result contains')),
  },
  exact,
)

/** Faults of a cell, under a name. */
export const NAMED_FAULTS = Type.Object(
  {
    name: text('name of the set'),
    faults: Type.Array(Type.Unknown(), {
      description: 'the faults, as [a fault file](faults.md) holds them',
    }),
    expect: Type.Optional(EXPECTATION),
  },
  exact,
)

/** A requester secret of the app: its value, or the variable of the environment that has it. */
export const MATRIX_SECRET = Type.Object(
  {
    name: text('name of the secret'),
    env: Type.Optional(text('variable that has its value')),
    value: Type.Optional(text('its value')),
  },
  exact,
)

const axis = Type.Optional(Type.Unknown())

/** The axes of a matrix, of which an exclusion has some. */
const EXCLUSION = Type.Object(
  { tee: axis, sdk: axis, image: axis, protocol: axis, faults: axis },
  { ...exact, keys: 'axis' },
)

/** A matrix with its defaults filled in: one schema for its type, its check and its page. */
export const MATRIX = Type.Object(
  {
    tee: Type.Array(Type.Enum([...TEE_FRAMEWORKS, 'none']), {
      minItems: 1,
      description: '`scone`, `gramine`, `tdx`, or `none` for a standard task (the default)',
    }),
    sdk: Type.Array(Type.Enum([8, 9, 'none']), {
      minItems: 1,
      description:
        '`8` or `9`: through the official library, which the project has among its packages as `iexec`, or under an alias such as `iexec8`; `none` (the default): through the requester of the simulator',
    }),
    image: Type.Array(text(''), { minItems: 1, description: 'local images, plain or prepared' }),
    protocol: Type.Array(text(''), {
      minItems: 1,
      description:
        'contracts of the chain: `builtin` (the default), `poco@5.5.0`, `poco@6.1.0`, a folder of artifacts',
    }),
    faults: Type.Array(NAMED_FAULTS, {
      minItems: 1,
      description:
        '`none`, or faults under a name, as [a fault file](faults.md) holds them; `expect` says how the task ends with them',
    }),
    exclude: Type.Array(EXCLUSION, {
      description: 'cells that have all of these values are left out; faults by their names',
    }),
    args: Type.Optional(text('arguments of the app')),
    secrets: Type.Record(Type.String({ pattern: '^[1-9]\\d*$' }), MATRIX_SECRET, {
      ...exact,
      keys: 'secret number, 1 or above',
      description:
        'requester secrets by the number the app knows them under: a name, and `env` (the variable that has the value) or `value`',
    }),
    expect: Type.Object(EXPECTATION.properties, {
      ...exact,
      description:
        '`status` on chain (default `COMPLETED`), `cause` of the first replicate that failed, `text` that the result contains',
    }),
    parallel: Type.Integer({
      minimum: 1,
      maximum: 16,
      description: 'networks at a time, 1 to 16 (default 2)',
    }),
    seed: Type.Optional(Type.String({ description: 'seed of all draws of the networks' })),
    timeout: Type.Integer({
      minimum: 1,
      maximum: 86_400,
      description: 'seconds after which a cell has failed (default 300)',
    }),
  },
  exact,
)
