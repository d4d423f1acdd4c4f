import { readFileSync } from 'node:fs'
import { parseAst } from 'rolldown/parseAst'

/** The parts of a syntax tree that are read here. */
interface Node {
  type: string
  start: number
  end: number
  [key: string]: unknown
}

/** A member of an exported class or interface, or an export without members. */
export interface Documented {
  /** Name, parameters and types, as they are written in TypeScript. */
  signature: string
  /** Its doc comment, one sentence after the other; tags included. */
  doc: string
}

/** An exported declaration. */
export interface Declaration extends Documented {
  name: string
  kind: 'class' | 'interface' | 'function' | 'type' | 'const'
  /** Public members, in their order. */
  members: Documented[]
}

const KINDS: Readonly<Record<string, Declaration['kind']>> = {
  ClassDeclaration: 'class',
  TSInterfaceDeclaration: 'interface',
  FunctionDeclaration: 'function',
  TSTypeAliasDeclaration: 'type',
  VariableDeclaration: 'const',
}

/** The exported declarations of a TypeScript file by name. */
export function declarationsIn(file: string): Map<string, Declaration> {
  const code = readFileSync(file, 'utf8')
  const { body } = parseAst(code, { lang: 'ts' }) as unknown as { body: Node[] }
  const found = body
    .filter(({ type, declaration }) => type === 'ExportNamedDeclaration' && declaration)
    .map((node) => declarationOf(code, node))
  return new Map(found.map((one) => [one.name, one]))
}

/** Names that a file passes on, by the file they are from. */
export function passedOn(file: string): { name: string; from: string }[] {
  const code = readFileSync(file, 'utf8')
  return [...code.matchAll(/export (?:type )?\{([^}]+)\} from '([^']+)'/g)].flatMap(
    ([, names, from]) =>
      names!.split(',').map((name) => ({ name: name.replace(/\btype\b/, '').trim(), from: from! })),
  )
}

function declarationOf(code: string, node: Node): Declaration {
  const declared = node.declaration as Node
  const kind = KINDS[declared.type]!
  const [variable] = (declared.declarations as Node[] | undefined) ?? []
  const name = ((variable ?? declared).id as { name: string }).name
  const members = ((declared.body as Node | undefined)?.body as Node[] | undefined) ?? []
  return {
    name,
    kind,
    doc: docBefore(code, node.start),
    signature:
      kind === 'function'
        ? functionText(code, name, declared)
        : code.slice(declared.start, declared.end),
    members: kind === 'function' ? [] : members.flatMap((member) => memberOf(code, member)),
  }
}

function memberOf(code: string, member: Node): Documented[] {
  const key = member.key as (Node & { name?: string }) | undefined
  const doc = docBefore(code, member.start)
  if (!key || key.type === 'PrivateIdentifier' || member.kind === 'constructor') return []
  if (member.accessibility === 'private' || doc.includes('@internal')) return []
  const prefix = member.static ? 'static ' : ''
  const name = prefix + (member.computed ? `[${text(code, key)}]` : text(code, key))
  const method =
    (member.value as Node | null)?.type === 'FunctionExpression'
      ? (member.value as Node)
      : undefined
  if (member.type === 'TSMethodSignature')
    return [{ doc, signature: functionText(code, name, member) }]
  if (method && member.kind !== 'get') return [{ doc, signature: functionText(code, name, method) }]
  const type = text(code, (method?.returnType ?? member.typeAnnotation) as Node | undefined)
  return [{ doc, signature: `${name}${member.optional ? '?' : ''}${type}` }]
}

function functionText(code: string, name: string, node: Node): string {
  const parameters = (node.params as Node[]).map((parameter) => {
    const hasDefault = parameter.type === 'AssignmentPattern'
    const target = (hasDefault ? parameter.left : parameter) as Node & { name?: string }
    const isOptional = hasDefault || target.optional
    const named = target.name ?? 'options'
    return `${named}${isOptional ? '?' : ''}${text(code, target.typeAnnotation as Node)}`
  })
  const types = text(code, node.typeParameters as Node | undefined)
  return `${name}${types}(${parameters.join(', ')})${text(code, node.returnType as Node | undefined)}`
}

const text = (code: string, node: Node | null | undefined): string =>
  node ? code.slice(node.start, node.end).replace(/\s+/g, ' ') : ''

/** The doc comment that ends right before a place. */
function docBefore(code: string, place: number): string {
  const [, comment = ''] = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(code.slice(0, place)) ?? []
  return comment
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
}
