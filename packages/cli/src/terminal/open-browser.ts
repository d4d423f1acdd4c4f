import { spawn } from 'node:child_process'
import { SimError } from '@iexec-sim/base'

/** Program that opens an address in the user's browser, and the arguments before the address. */
const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
}

/** Time within which a program that opens browsers fails, if it does, in ms. */
const FAILS_WITHIN_MS = 2_000

/** Opens an address in the browser. Throws `NO_BROWSER` when no program does. */
export async function openBrowser(url: string): Promise<void> {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open']
  const child = spawn(program!, [...args, url], { detached: true, stdio: 'ignore' })
  await new Promise<void>((resolve, reject) => {
    const refuse = (reason: string) => reject(new SimError('NO_BROWSER', { reason }))
    child.once('error', ({ message }) => refuse(message))
    // It may be the browser itself, which stays.
    setTimeout(resolve, FAILS_WITHIN_MS).unref()
    child.once('exit', (code) =>
      code === 0 ? resolve() : refuse(`${program} ended with exit code ${code}`),
    )
  })
  child.unref()
}
