import { isHexString, toUtf8Bytes, toUtf8String } from 'ethers'
import type { Hex } from '../chain/hex.ts'

/** Names of TEE frameworks in enclave configurations and SMS responses. */
export type TeeFrameworkName = 'SCONE' | 'GRAMINE' | 'TDX'

/** The `mrenclave` field of an app, stored on chain as the UTF-8 JSON of this object. */
export interface EnclaveConfig {
  /** TEE framework that the image was prepared for. */
  framework: TeeFrameworkName
  /** Version of the framework, such as `v5`. */
  version: string
  /** Start command of the app. Scone only. */
  entrypoint?: string
  /** Bytes. Scone only. */
  heapSize?: number
  /** 32 bytes of hex without `0x`. */
  fingerprint: string
}

/**
 * Reads the bytes of an app's `mrenclave`. `undefined`: none (a standard app); throws a SyntaxError
 * when it is not a JSON object.
 */
export function parseEnclaveConfig(mrenclave: Hex): EnclaveConfig | undefined {
  if (mrenclave === '0x') return undefined
  const json: unknown = JSON.parse(toUtf8String(mrenclave))
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new SyntaxError('not a JSON object')
  const { provider, ...rest } = json as Record<string, unknown>
  return {
    ...(provider === undefined ? {} : { framework: provider }),
    ...rest,
  } as unknown as EnclaveConfig
}

/** The bytes of an enclave configuration as an app stores them. */
export function encodeEnclaveConfig(config: EnclaveConfig): Hex {
  return `0x${Buffer.from(toUtf8Bytes(JSON.stringify(config))).toString('hex')}`
}

/** Flaws of an enclave configuration, in the validator's own words; empty if it is valid. */
export function enclaveConfigViolations(config: EnclaveConfig): string[] {
  const violations: string[] = []
  if (config.framework !== 'GRAMINE') {
    if (!config.entrypoint) violations.push('Empty entrypoint')
    if (!((config.heapSize ?? 0) > 0))
      violations.push(`Empty or negative heap  size: ${config.heapSize}`)
  }
  const fingerprint = String(config.fingerprint).replace(/^0x/, '')
  if (!isHexString(`0x${fingerprint}`, 32))
    violations.push(`Fingerprint size is not 32: ${config.fingerprint}`)
  return violations
}
