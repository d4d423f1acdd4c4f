import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connectEngine } from '@iexec-sim/docker'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAIN } from './support/cli.ts'
import { type CodeBlock, codeBlocks } from './support/code-blocks.ts'
import { buildOnce } from './support/content-tag.ts'

const TEST = fileURLToPath(new URL('.', import.meta.url))
const APP = join(TEST, 'apps/documentation')
/** Image names of the pages. */
const IMAGES = /\bmy-(?:app|image)\b/g

/**
 * `iexec-sim` as pages call it. A network takes free ports, and `0x…` is the last task that was run.
 */
const COMMAND = `#!/usr/bin/env bash
set -o pipefail
words=()
for word; do words+=("\${word//0x…/$(cat "$LAST_TASK" 2>/dev/null)}"); done
[[ $1 != up ]] || words+=(--any-port)
"$NODE" "$MAIN" "\${words[@]}" | while IFS= read -r line; do
  [[ ! $line =~ ^task\\ +(0x[0-9a-f]{64}) ]] || printf %s "\${BASH_REMATCH[1]}" >"$LAST_TASK"
  printf '%s\\n' "$line"
done
`

const blocks = codeBlocks()
const pagesWith = (language: string): [string, CodeBlock[]][] => {
  const run = blocks.filter((block) => block.runs && block.language === language)
  return [...Map.groupBy(run, ({ page }) => page)]
}

/** A line as a page shows it, where `…` is anything. */
const printed = (line: string): RegExp =>
  new RegExp(line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '.+'))

let image: string
let bin: string
beforeAll(async () => {
  const engine = connectEngine({ network: 'test-images' })
  try {
    image = await buildOnce(engine, 'iexec-sim-test/documentation', APP)
  } finally {
    await engine.close()
  }
  bin = mkdtempSync(join(tmpdir(), 'iexec-sim-pages-'))
  writeFileSync(join(bin, 'iexec-sim'), COMMAND, { mode: 0o755 })
})
afterAll(() => rmSync(bin, { recursive: true }))

describe('the shell blocks run, one after the other', () => {
  it.concurrent.each(pagesWith('sh'))('of %s', async (page, own) => {
    const folder = mkdtempSync(join(bin, `${page.replace(/\W/g, '-')}-`))
    cpSync(APP, folder, { recursive: true })
    for (const { page: at, file, code } of blocks)
      if (at === page && file) {
        mkdirSync(dirname(join(folder, file)), { recursive: true })
        writeFileSync(join(folder, file), code)
      }
    const code = own
      .map((block) => block.code)
      .join('\n')
      .replace(IMAGES, image)
    const startsOne = /^iexec-sim up\b/m.test(code)
    const ending = startsOne ? "trap 'iexec-sim down >/dev/null 2>&1 || true' EXIT\n" : ''
    const script = join(folder, 'page.sh')
    writeFileSync(script, `set -euo pipefail\n${ending}${code}`)
    const words = startsOne
      ? ['bash', script]
      : [process.execPath, MAIN, 'exec', '--quiet', '--', 'bash', script]
    const { exitCode, all } = await execa(words[0]!, words.slice(1), {
      cwd: folder,
      all: true,
      reject: false,
      stdin: 'ignore',
      env: {
        PATH: `${bin}:${process.env.PATH}`,
        LAST_TASK: join(folder, 'last-task'),
        MAIN,
        NODE: process.execPath,
        // Values that the pages' secrets have.
        NS: 'namespace',
        KEY: 'key',
      },
    })
    expect(exitCode, all).toBe(0)
    for (const { page: at, isPrinted, code } of blocks)
      if (at === page && isPrinted)
        for (const line of code.trim().split('\n')) expect(all).toMatch(printed(line))
  })
})

describe('the TypeScript blocks run', () => {
  it('each in a file of its own', async () => {
    const folder = mkdtempSync(join(TEST, '.pages-'))
    try {
      for (const [, own] of pagesWith('ts'))
        for (const { place, before, code } of own) {
          const text = `${before}\n${code}`.replace(IMAGES, image)
          const isTest = /from 'vitest'/.test(code)
          const body = isTest
            ? text
            : `import { test } from 'vitest'\n${text}\ntest('the code above has run', () => {})\n`
          writeFileSync(join(folder, `${place.replace(/\W+/g, '-')}.test.ts`), body)
        }
      writeFileSync(
        join(folder, 'vitest.config.ts'),
        'export default { test: { testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: 2 } }\n',
      )
      const { exitCode, all } = await execa('vitest', ['run', '--root', folder], {
        all: true,
        reject: false,
        preferLocal: true,
        localDir: join(TEST, '..'),
      })
      expect(exitCode, all).toBe(0)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
