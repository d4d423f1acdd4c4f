import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { siteFolder } from '@iexec-sim/docs'
import { PAGE_HEADERS } from '@iexec-sim/door'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bin } from '../../bin.ts'

const files = globSync('**/*.html', { cwd: siteFolder })
let command: ChildProcess
let url: string
beforeAll(async () => {
  command = spawn(process.execPath, [bin, 'docs', '--print', '--state', 'no-network'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  ;[url] = (await once(createInterface(command.stdout!), 'line')) as [string]
})
afterAll(async () => {
  if (command.exitCode !== null) return
  command.kill()
  await once(command, 'exit')
})

describe('iexec-sim docs', () => {
  it('serves every page, and all that pages lead to', async () => {
    const seen = new Set<string>()
    for (const file of files) {
      const html = await (await fetch(url + file)).text()
      expect(html).toBe(readFileSync(join(siteFolder, file), 'utf8'))
      for (const [, path] of html.matchAll(/ (?:href|src)="(\/[^"#]*)/g)) seen.add(path!)
    }
    const answers = [...seen].map(async (path) => [path, (await fetch(new URL(path, url))).status])
    expect((await Promise.all(answers)).filter(([, status]) => status !== 200)).toEqual([])
    expect(seen.size).toBeGreaterThan(100)
  })

  it('sends pages under a policy that admits nothing inline, and none has any', async () => {
    const { headers } = await fetch(url)
    expect(Object.fromEntries(headers)).toMatchObject(PAGE_HEADERS)
    const inline = files.filter((file) =>
      /<script(?![^>]* src=)|<style|<[^>]+ (?:style|on\w+)="/.test(
        readFileSync(join(siteFolder, file), 'utf8'),
      ),
    )
    expect(inline).toEqual([])
    // What is put into the page when it is changed without being loaded.
    const parts = globSync('assets/*.md.*.js', { cwd: siteFolder })
    expect(parts.length).toBeGreaterThan(files.length)
    const styled = parts.filter((file) =>
      / style=\\?"/.test(readFileSync(join(siteFolder, file), 'utf8')),
    )
    expect(styled).toEqual([])
  })

  it('has every page in its search index', async () => {
    const [index] = globSync('assets/chunks/@localSearchIndex*.js', { cwd: siteFolder })
    const text = await (await fetch(url + index)).text()
    const pages = files.filter((file) => file !== '404.html')
    expect(
      pages.filter((file) => !text.includes(`/docs/${file.replace(/index\.html$/, '')}`)),
    ).toEqual([])
  })

  it('answers an address that leads nowhere with a page that says so', async () => {
    const answer = await fetch(`${url}nowhere.html`)
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('404')])
  })

  it('ends with Ctrl-C', async () => {
    command.kill('SIGINT')
    expect(await once(command, 'exit')).toEqual([0, null])
  })
})
