import { join } from 'node:path'
import { SimError, writeWholeFile } from '@iexec-sim/base'
import { officialHosts } from '@iexec-sim/client'
import { type Command, Option } from 'commander'
import { networkCommand } from '../../network-command.ts'
import { type NetworkOptions, networkOf } from '../../options.ts'
import { onEndingSignal } from '../../terminal/ending-signals.ts'
import { printJson, printLine } from '../../terminal/output.ts'
import { ForwardProxy } from './forward-proxy.ts'

const DEFAULT_PORT = 13_128
const LARGEST_PORT = 65_535
const NOTES = `
Every program that takes an HTTP proxy and a certificate reaches this network under iExec's official
host names. Nothing else is reached through it. Its certificate is good for the mapped hosts alone;
its key stays in the state folder, and nothing is put into a store of the system.

Example:
  iexec-sim proxy &
  export HTTPS_PROXY=http://127.0.0.1:13128 SSL_CERT_FILE=$PWD/.iexec-sim/proxy-ca.pem
  python3 my-client.py
  chromium --proxy-server=http://127.0.0.1:13128`

interface ProxyOptions extends NetworkOptions {
  port: number
}

/** `iexec-sim proxy`: a forward proxy for the official hosts, until it is interrupted. */
export function proxyCommand(): Command {
  return networkCommand('proxy')
    .addOption(
      new Option('--port <n>', 'port on loopback; 0 means any free one')
        .argParser(portNumber)
        .default(DEFAULT_PORT),
    )
    .addHelpText('after', NOTES)
    .action(async (options: ProxyOptions) => {
      const interrupted = Promise.withResolvers<void>()
      onEndingSignal(() => interrupted.resolve())
      const { sheet, stateDir } = networkOf(options)
      const map = officialHosts([sheet])
      const { loadHostAuthority } = await import('@iexec-sim/tee')
      const hosts = [...new Set(map.routes.map(({ host }) => host))]
      const authority = await loadHostAuthority(join(stateDir, 'authorities'), hosts)
      const certificate = join(stateDir, 'proxy-ca.pem')
      writeWholeFile(certificate, authority.certificate, { mode: 0o644 })
      const proxy = new ForwardProxy(map, authority)
      const url = await proxy.listen(options.port).catch((error: NodeJS.ErrnoException) => {
        throw badPort(options.port, error.code === 'EADDRINUSE' ? 'it is in use' : error.message)
      })
      if (options.json) printJson({ proxy: url, certificate, hosts })
      else
        for (const line of [
          `proxy         ${url}`,
          `certificate   ${certificate}`,
          ...hosts.map((host) => `  ${host}`),
        ])
          printLine(line)
      await interrupted.promise
      await proxy.close()
    })
}

function portNumber(value: string): number {
  const port = Number(value)
  if (!/^\d+$/.test(value) || port > LARGEST_PORT)
    throw badPort(value, 'it must be a number from 0 to 65535')
  return port
}

const badPort = (value: string | number, reason: string) =>
  new SimError('BAD_OPTION', { option: '--port', value: String(value), reason })
