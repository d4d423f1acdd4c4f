import { createRequire } from 'node:module'

type Curve = typeof import('tiny-secp256k1')

const require = createRequire(import.meta.url)
let curve: Curve | undefined

/**
 * The curve in WebAssembly, loaded when it is first used. It recovers a key in a quarter of the
 * time that JavaScript takes.
 */
export function secp256k1(): Curve {
  curve ??= require('tiny-secp256k1') as Curve
  return curve
}
