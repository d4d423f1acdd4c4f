import { spawnSync } from 'node:child_process'
import { Help } from 'commander'
import { expect, test } from 'vitest'
import { bin } from './bin.ts'
import { commands } from './commands.ts'

const { stdout } = spawnSync(process.execPath, [bin, '--help'], { encoding: 'utf8' })

test.each(Object.entries(commands).filter(([, { isHidden }]) => !isHidden))(
  'the help of the program names the options and arguments that "%s" takes',
  async (_name, { load }) => {
    const term = new Help().subcommandTerm(await load())
    const terms = stdout.split('\n').map((line) => line.trim().split(/ {2,}/)[0])
    expect(terms).toContain(term)
  },
)
