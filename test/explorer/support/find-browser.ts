// Prints the file of a Chromium or Chrome; exits with 1 where there is none.
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

/** Where packages of Debian, of Google and of macOS have it. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** File of the browser that `IEXEC_SIM_CHROMIUM` names, else of the first that is found. */
export function findBrowser(): string | undefined {
  const named = process.env.IEXEC_SIM_CHROMIUM
  const places = named ? [named] : [...PLACES, chromium.executablePath()]
  return places.find((file) => existsSync(file))
}

if (import.meta.main) {
  const found = findBrowser()
  if (found) console.log(found)
  else process.exitCode = 1
}
