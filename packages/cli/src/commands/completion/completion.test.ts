import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bin } from '../../bin.ts'

const dir = mkdtempSync(join(tmpdir(), 'iexec-sim-completion-'))
afterAll(() => rmSync(dir, { recursive: true }))
const command = join(dir, 'iexec-sim')
writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`)
chmodSync(command, 0o755)

/** Asks as bash does when the last of the words is to be completed. */
const ASK = `source <(iexec-sim completion bash)
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_iexec_sim
printf '%s\\n' "\${COMPREPLY[@]}"`

/** What bash would offer after words, the last of which is not complete. */
function offered(...words: string[]): string[] {
  const { stdout } = spawnSync('bash', ['--norc', '-c', ASK, 'bash', 'iexec-sim', ...words], {
    cwd: dir,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${dir}${delimiter}${process.env.PATH}` },
  })
  return stdout.split('\n').filter(Boolean)
}

describe('the completion of bash', () => {
  it('offers commands, and those of a group', () => {
    expect(offered('sn')).toEqual(['snapshot'])
    expect(offered('snapshot', '')).toEqual(expect.arrayContaining(['save', 'restore', 'list']))
  })

  it('offers options and their values', () => {
    expect(offered('secret', 'push', '--t')).toEqual(['--tee'])
    expect(offered('secret', 'push', '--tee', '')).toEqual(['scone', 'gramine', 'tdx'])
  })

  it('does not offer what programs call', () => {
    expect(offered('comp')).toEqual(['completion'])
  })

  it('runs nothing of what was typed', () => {
    offered('secret', '$(touch made)', '`touch made`', ';touch made', '')
    expect(existsSync(join(dir, 'made'))).toBe(false)
  })
})

it.each(['zsh', 'fish'])('there is a script for %s', (shell) => {
  const { status, stdout } = spawnSync(command, ['completion', shell], { encoding: 'utf8' })
  expect(status).toBe(0)
  expect(stdout).toContain('iexec-sim complete --')
})
