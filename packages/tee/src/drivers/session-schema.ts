/** Variables of a stage, as sessions write them: texts, and one truth value. */
export const EnvironmentSchema = {
  type: 'object',
  additionalProperties: { anyOf: [{ type: 'string' }, { type: 'boolean' }] },
} as const
/** Fingerprint in a session: 32 bytes of hex without `0x`. */
export const FingerprintSchema = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const

/** Schema of a session that lists its stages as services of the given schema. */
export const servicesSchema = <const Service extends object>(service: Service) =>
  ({
    type: 'object',
    required: ['name', 'version', 'services'],
    properties: {
      name: { type: 'string', minLength: 1 },
      version: { type: 'string' },
      services: { type: 'array', items: service },
    },
  }) as const
