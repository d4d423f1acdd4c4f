import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Cookie, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Explorer } from './support/explorer.ts'

let explorer: Explorer
/** Another page of this machine: the same host at another port. */
let other: Server
let otherUrl: string
beforeAll(async () => {
  explorer = await Explorer.start()
  other = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>another page</title>')
  })
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  otherUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
})
afterAll(async () => {
  other.close()
  await explorer[Symbol.asyncDispose]()
})

/** Freezes the clock as a script of a page would; returns the status, or `unreadable`. */
const freezeFrom = (page: Page, key: string | null) =>
  page.evaluate(
    async ([url, key]) => {
      const headers = {
        'content-type': 'application/json',
        ...(key === null ? {} : { 'x-explorer-key': key! }),
      }
      const body = JSON.stringify({ freeze: true })
      const options = { method: 'POST', headers, body, credentials: 'include' } as const
      return fetch(`${url}/api/clock`, options).then(
        ({ status }) => status,
        () => 'unreadable',
      )
    },
    [explorer.url, key],
  )
const keyOf = (page: Page) => page.evaluate(() => localStorage.getItem('explorer-key'))
const isFrozen = async () =>
  ((await (await fetch(`${explorer.url}/api/clock`)).json()) as { frozen: boolean }).frozen
const resume = () => explorer.network.time({ freeze: false })

describe('a session', () => {
  it('is opened by a ticket, which leaves the address and works once', async () => {
    const link = await explorer.link()
    const page = await explorer.visit(link.slice(explorer.url.length))
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    expect(page.url()).toBe(`${explorer.url}/`)
    expect(await page.evaluate(() => document.cookie)).toBe('')
    expect(await freezeFrom(page, await keyOf(page))).toBe(200)
    expect(await isFrozen()).toBe(true)
    await resume()
    expect(page.errors).toEqual([])

    const second = await explorer.visit(link.slice(explorer.url.length))
    await second.getByText('Read-only').waitFor()
    expect(await keyOf(second)).toBe(null)
    expect(await freezeFrom(second, null)).toBe(401)
    expect(await isFrozen()).toBe(false)
  })

  it('needs the cookie and the key', async () => {
    const page = await explorer.open()
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    const key = (await keyOf(page))!
    const [{ name, value }] = (await page.context().cookies()) as [Cookie, ...Cookie[]]
    expect(name).toBe(`iexec-sim-explorer-${new URL(explorer.url).port}`)
    const freeze = async (headers: Record<string, string>) => {
      const body = JSON.stringify({ freeze: true })
      const json = { 'content-type': 'application/json', origin: explorer.url }
      const options = { method: 'POST', headers: { ...json, ...headers }, body }
      return (await fetch(`${explorer.url}/api/clock`, options)).status
    }
    const cookie = `${name}=${value}`
    expect(await freeze({ cookie })).toBe(401)
    expect(await freeze({ 'x-explorer-key': key })).toBe(401)
    expect(await freeze({ cookie, 'x-explorer-key': `${key}x` })).toBe(401)
    expect(await freeze({ cookie, 'x-explorer-key': key, origin: otherUrl })).toBe(403)
    expect(await isFrozen()).toBe(false)
    expect(await freeze({ cookie, 'x-explorer-key': key })).toBe(200)
    await resume()
  })

  it('lets no page of another port read or write, whatever cookies its browser has', async () => {
    const page = await explorer.open()
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    const key = await keyOf(page)
    await page.goto(otherUrl)
    expect(await freezeFrom(page, key)).toBe('unreadable')
    expect(await isFrozen()).toBe(false)
    const read = (path: string) =>
      page.evaluate(
        (url) =>
          fetch(url, { credentials: 'include' }).then(
            (answer) => answer.text(),
            () => 'unreadable',
          ),
        explorer.url + path,
      )
    expect([await read('/api/network'), await read('/')]).toEqual(['unreadable', 'unreadable'])
    const opened = page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const feed = new EventSource(`${url}/api/feed`, { withCredentials: true })
          feed.onopen = () => resolve('open')
          feed.onerror = () => resolve('refused')
        }),
      explorer.url,
    )
    expect(await opened).toBe('refused')
  })

  it('is not opened by a page of another port that has a ticket', async () => {
    const ticket = new URL(await explorer.link()).hash.replace('#ticket=', '')
    const answer = await fetch(`${explorer.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: otherUrl },
      body: JSON.stringify({ ticket }),
    })
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null])
  })
})

describe('the page', () => {
  it('runs no inline script and is in no frame', async () => {
    const answer = await fetch(explorer.url)
    const policy = answer.headers.get('content-security-policy')
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toContain('unsafe')
    expect(await answer.text()).not.toMatch(/<script(?![^>]* src=)|<style|style=/)
    const page = await explorer.visit()
    await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'document.title = "injected"'
      document.body.append(script)
    })
    expect(await page.title()).not.toBe('injected')
  })

  it('shows a new block without a reload', async () => {
    const page = await explorer.visit()
    const block = page.getByTestId('latest-block')
    const before = Number(await block.textContent())
    await explorer.network.time({ advanceMs: 1_000 })
    await expect.poll(async () => Number(await block.textContent())).toBe(before + 1)
    expect(page.errors).toEqual([])
  })
})
