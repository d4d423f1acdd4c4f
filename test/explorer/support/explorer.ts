import { HubClient, type HubWriter, httpRpc } from '@iexec-sim/chain/client'
import { askControl } from '@iexec-sim/client'
import type { Network } from '@iexec-sim/stack'
import { Wallet } from 'ethers'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { inject } from 'vitest'
import { ScenarioNetwork, type ScenarioOptions } from '../../support/scenario-network.ts'

/** A network, and a browser to look at it. */
export class Explorer implements AsyncDisposable {
  readonly sim: ScenarioNetwork
  readonly browser: Browser

  private constructor(sim: ScenarioNetwork, browser: Browser) {
    this.sim = sim
    this.browser = browser
  }

  /** Starts a network and connects to the shared browser. */
  static async start(...options: Parameters<typeof ScenarioNetwork.start>): Promise<Explorer> {
    const [sim, browser] = await Promise.all([
      ScenarioNetwork.start(...options),
      chromium.connect(inject('browserUrl')),
    ])
    return new Explorer(sim, browser)
  }

  /** The network itself. */
  get network(): Network {
    return this.sim.network
  }

  /** Address of the explorer. */
  get url(): string {
    return this.network.sheet.explorer
  }

  /** Runs a task to its end. */
  run(options?: ScenarioOptions) {
    return this.sim.run(options)
  }

  /** Matches a task and does not wait for it. */
  match(options?: ScenarioOptions) {
    return this.sim.match(options)
  }

  /** The hub as a development account writes it. */
  as(account: number): HubWriter {
    const { rpc, hub, accounts } = this.network.sheet
    return new HubClient({ rpc: httpRpc(rpc), hub }).as(new Wallet(accounts[account]!.privateKey))
  }

  /** Asks the API, as a program without a session does. */
  async ask<T>(path: string): Promise<T> {
    return (await fetch(`${this.url}/api${path}`)).json() as Promise<T>
  }

  /** Address that opens a session once. */
  async link(path = '/'): Promise<string> {
    const { sheet, controlToken, dir } = this.network
    const running = { sheet, controlToken, stateDir: dir }
    const answer = await askControl(running, 'POST', '/explorer/tickets', { body: {} })
    const { ticket } = (await answer.json()) as { ticket: string }
    return `${this.url}${path}#ticket=${ticket}`
  }

  /** Opens a page without a session, in a browser of its own that has never been here. */
  async visit(path = '/', options: BrowserContextOptions = {}): Promise<ExplorerPage> {
    return this.#open(this.url + path, options)
  }

  /** Opens a page with a session. */
  async open(path = '/', options: BrowserContextOptions = {}): Promise<ExplorerPage> {
    return this.#open(await this.link(path), options)
  }

  async #open(url: string, options: BrowserContextOptions): Promise<ExplorerPage> {
    const context = await this.browser.newContext({
      viewport: { width: 1280, height: 800 },
      ...options,
    })
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => {
      // The browser reports refused requests too; those are the tests' own business.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        errors.push(message.text())
    })
    await page.goto(url)
    return Object.assign(page, { errors })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close()
    await this.sim[Symbol.asyncDispose]()
  }
}

/** A page of the browser, and the errors of its scripts so far. */
export type ExplorerPage = Page & { errors: string[] }
