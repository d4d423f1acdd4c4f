import { AbiCoder, ParamType, Result, toUtf8String, Utf8ErrorFuncs } from 'ethers'

/**
 * Decoded values in which all texts can be read. Contracts keep any bytes as a text, of which ethers
 * reads none but UTF-8; here U+FFFD stands for the others.
 */
export function withAnyText(params: readonly ParamType[], values: Result, data: string): Result {
  if (!params.some(hasText)) return values
  try {
    values.toArray(true)
    return values
  } catch {
    const inData = params.filter(({ indexed }) => !indexed)
    const decoded = readTexts(inData, AbiCoder.defaultAbiCoder().decode(inData.map(asBytes), data))
    const all = params.map((one, i) => (one.indexed ? values[i] : decoded[inData.indexOf(one)]))
    return named(params, all)
  }
}

const hasText = ({ baseType, components, arrayChildren }: ParamType): boolean =>
  baseType === 'string' ||
  (components ?? []).some(hasText) ||
  (arrayChildren !== null && hasText(arrayChildren))

/** The type with bytes in place of texts, which are encoded in the same way. */
function asBytes(param: ParamType): ParamType {
  const replaced = (key: string, value: unknown) =>
    key === 'type' ? String(value).replace(/^string/, 'bytes') : value
  return ParamType.from(JSON.parse(param.format('json'), replaced))
}

const readTexts = (params: readonly ParamType[], values: Result): Result =>
  named(
    params,
    params.map((param, i) => readText(param, values[i])),
  )

function readText({ baseType, components, arrayChildren }: ParamType, value: unknown): unknown {
  if (baseType === 'string') return toUtf8String(value as string, Utf8ErrorFuncs.replace)
  if (components) return readTexts(components, value as Result)
  if (arrayChildren)
    return Result.fromItems([...(value as Result)].map((one) => readText(arrayChildren, one)))
  return value
}

const named = (params: readonly ParamType[], values: unknown[]): Result =>
  Result.fromItems(
    values,
    params.map(({ name }) => name || null),
  )
