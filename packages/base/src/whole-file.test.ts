import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeWholeFile } from './whole-file.ts'

const { fsyncSync } = fs
let dir: string
let flushed: string[]
beforeEach(() => {
  dir = fs.mkdtempSync(join(tmpdir(), 'iexec-sim-whole-'))
  flushed = []
  fs.fsyncSync = (fd) => {
    fsyncSync(fd)
    const { ino } = fs.fstatSync(fd)
    flushed.push(ino === fs.statSync(dir).ino ? `folder of ${fs.readdirSync(dir)}` : 'file')
  }
  syncBuiltinESMExports()
})
afterEach(() => {
  fs.fsyncSync = fsyncSync
  syncBuiltinESMExports()
  fs.rmSync(dir, { recursive: true })
})

it('a durable file is flushed, and then the folder with its name', () => {
  writeWholeFile(join(dir, 'key'), 'bytes', { flush: true })
  expect(flushed.at(-1)).toBe('folder of key')
})

it('any other file is left for the system to flush', () => {
  writeWholeFile(join(dir, 'cache'), 'bytes')
  expect(flushed).toEqual([])
})

it('a file that cannot be moved to its place leaves nothing behind', () => {
  fs.mkdirSync(join(dir, 'taken'))
  expect(() => writeWholeFile(join(dir, 'taken'), 'bytes')).toThrow()
  expect(fs.readdirSync(dir)).toEqual(['taken'])
})
