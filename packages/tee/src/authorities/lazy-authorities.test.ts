import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { authoritiesIn } from './lazy-authorities.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tee-lazy-authorities-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

it('new authorities are made with the first call, and once', async () => {
  const authorities = await authoritiesIn(join(dir, 'new'))
  expect(existsSync(join(dir, 'new'))).toBe(false)
  const [first, second] = await Promise.all([authorities(), authorities()])
  expect(first).toBe(second)
  expect(readdirSync(join(dir, 'new'))).toHaveLength(4)
})

it('authorities that cannot be read fail at once', async () => {
  mkdirSync(join(dir, 'damaged'))
  writeFileSync(join(dir, 'damaged', 'platform.pem'), 'nonsense')
  await expect(authoritiesIn(join(dir, 'damaged'))).rejects.toMatchObject({
    code: 'AUTHORITY_UNREADABLE',
  })
})

it('authorities that could not be made are made with the next call', async () => {
  const blocked = join(dir, 'blocked')
  const authorities = await authoritiesIn(blocked)
  writeFileSync(blocked, 'a file where the folder should be')
  await expect(authorities()).rejects.toThrow()
  rmSync(blocked)
  expect((await authorities()).attestationRoot).toContain('CERTIFICATE')
})
