import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'

const inputs = [
  'contracts/**/*.sol',
  'scripts/**/*.ts',
  'src/{bake,evm,sources}/**/*.ts',
  'src/abi/hub.ts',
  'hardhat.config.ts',
  'package.json',
]

/**
 * Hash of everything the build's result depends on. `package.json` pins compiler, library and
 * engine.
 */
export function fingerprint(root: string): string {
  const hash = createHash('sha256')
  for (const file of globSync(inputs, { cwd: root, exclude: ['**/*.test.ts'] }).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(`${root}${file}`))
      .update('\0')
  }
  return hash.digest('hex')
}
