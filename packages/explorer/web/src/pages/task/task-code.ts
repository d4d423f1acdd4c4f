import type { TaskView } from '../../../../src/schema/task/task.ts'

/** The command that runs the same task. */
export function commandOf({ image, tag, args, secrets, trust, category }: TaskView): string {
  const pairs = Object.entries(secrets).map(([index, name]) => quoted(`${index}=${name}`))
  return [
    `iexec-sim run ${quoted(image ?? '')}`,
    tag.length > 0 ? `--tag ${tag.join(',')}` : '',
    args === '' ? '' : `--args ${quoted(args)}`,
    pairs.length > 0 ? `--secret ${pairs.join(' ')}` : '',
    trust > 1 ? `--trust ${trust}` : '',
    category > 0 ? `--category ${category}` : '',
  ]
    .filter(Boolean)
    .join(' ')
}

/** A test that runs the same task. */
export function testOf({ image, framework, args, secrets, status }: TaskView): string {
  const names = [...new Set(Object.values(secrets))]
  const pushes = names.map((name) => `  await network.pushSecret(${code(name)}, 'its value')\n`)
  const given = Object.entries(secrets).map(([index, name]) => `${code(index)}: ${code(name)}`)
  const options = [
    args === '' ? '' : `args: ${code(args)}`,
    given.length > 0 ? `secrets: { ${given.join(', ')} }` : '',
  ].filter(Boolean)
  return `import { network } from '@iexec-sim/testing/vitest'
import { expect, test } from 'vitest'

const app = await network.app(${code(image ?? '')}${framework ? `, { tee: ${code(framework)} }` : ''})

test('the task completes', async () => {
${pushes.join('')}  const result = await network.run(app${options.length > 0 ? `, { ${options.join(', ')} }` : ''})
  expect(result.completed).toBe(${status !== 'FAILED'})
})
`
}

const code = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`

/** A word of a shell. */
const quoted = (text: string): string =>
  /^[\w./:=@,+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
