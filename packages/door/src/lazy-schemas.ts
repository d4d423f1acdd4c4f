import { createRequire } from 'node:module'
import type { FastifyServerOptions } from 'fastify'

type Factory = NonNullable<
  NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']
>
type Validate = ((data: unknown) => boolean) & { errors?: unknown }
type Serialize = (data: unknown) => string
/** Compiles the schemas of routes; `schemas` and `options` are the server's. */
type Build<Compiled> = (schemas: unknown, options: unknown) => (route: unknown) => Compiled

const require = createRequire(import.meta.url)
let validators: Build<Validate> | undefined
let serializers: Build<Serialize> | undefined

/**
 * Compiles the schemas of a route with the first request that needs them. Loading the compilers and
 * compiling all routes took a third of a network's start.
 */
export const lazySchemas = { buildValidator, buildSerializer } as unknown as Factory

function buildValidator(schemas: unknown, options: unknown): (route: unknown) => Validate {
  let compile: ((route: unknown) => Validate) | undefined
  return (route) => {
    let validate: Validate | undefined
    const check: Validate = (data) => {
      validators ??= (require('@fastify/ajv-compiler') as () => Build<Validate>)()
      compile ??= validators(schemas, options)
      validate ??= compile(route)
      const isValid = validate(data)
      check.errors = validate.errors
      return isValid
    }
    return check
  }
}

function buildSerializer(schemas: unknown, options: unknown): (route: unknown) => Serialize {
  let compile: ((route: unknown) => Serialize) | undefined
  return (route) => {
    let serialize: Serialize | undefined
    return (data) => {
      serializers ??= (require('@fastify/fast-json-stringify-compiler') as () => Build<Serialize>)()
      compile ??= serializers(schemas, options)
      serialize ??= compile(route)
      return serialize(data)
    }
  }
}
