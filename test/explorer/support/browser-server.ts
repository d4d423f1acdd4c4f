import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'

/** Where Debian's package has it. */
const DEBIAN = '/usr/bin/chromium'

/** Starts the browser that all tests of the explorer share; each test has a context of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const executablePath = process.env.IEXEC_SIM_CHROMIUM ?? DEBIAN
  if (!existsSync(executablePath))
    throw new Error(
      `There is no Chromium at ${executablePath}. Run scripts/setup --browser, or set IEXEC_SIM_CHROMIUM to the file of a Chromium or Chrome.`,
    )
  const server = await chromium.launchServer({
    executablePath,
    // Chromium has no sandbox for root; the pages of the tests are ours.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  project.provide('browserUrl', server.wsEndpoint())
  return () => server.close()
}

declare module 'vitest' {
  interface ProvidedContext {
    /** WebSocket address of the shared browser. */
    browserUrl: string
  }
}
