import { chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'
import { findBrowser } from './find-browser.ts'

/** Starts the browser that all tests of the explorer share; each test has a context of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const executablePath = findBrowser()
  if (executablePath === undefined)
    throw new Error(
      'No Chromium was found. Run scripts/setup --browser, or set IEXEC_SIM_CHROMIUM to the file of a Chromium or Chrome.',
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
