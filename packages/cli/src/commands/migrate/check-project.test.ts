import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkProject } from './check-project.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'iexec-sim-migrate-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

function write(files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, file)), { recursive: true })
    writeFileSync(join(dir, file), text)
  }
}
/** What was found, as `file:line found`. */
const found = () =>
  checkProject(dir).findings.map(({ file, line, found: words }) => `${file}:${line} ${words}`)

test('a project of the scone days has its changes named with file and line', () => {
  write({
    'chain.json': JSON.stringify(
      { default: 'bellecour', chains: { bellecour: { sms: { scone: 'https://sms.iex.ec' } } } },
      null,
      2,
    ),
    'iexec.json': JSON.stringify(
      {
        app: {
          multiaddr: 'me/app:1.0-tee-scone',
          checksum: '0x01',
          mrenclave: { framework: 'SCONE' },
        },
        order: {
          apporder: { tag: ['tee', 'scone'] },
          requestorder: {
            tag: '0x0000000000000000000000000000000000000000000000000000000000000003',
            workerpool: 'debug-v8-bellecour.main.pools.iexec.eth',
          },
        },
      },
      null,
      2,
    ),
    'package.json': JSON.stringify(
      {
        dependencies: { iexec: '^8.20.0', '@iexec/dataprotector': '2.0.0-beta.19' },
        scripts: { start: 'iexec app run --tag tee,scone --chain bellecour' },
      },
      null,
      2,
    ),
    Dockerfile: 'FROM registry.scontain.com/sconecuratedimages/node:20\nENV SCONE_HEAP=1G\n',
    'sconify.sh': 'docker run sconify_iexec',
    'src/run.ts': [
      "const signer = utils.getSignerFromPrivateKey('bellecour', key)",
      "await iexec.secrets.pushRequesterSecret('a', 'b', { teeFramework: 'scone' })",
      "const tag = ['tee', 'gramine']",
      "const app = 'web3mail.apps.iexec.eth'",
      'const { voucher } = await iexec.voucher.showUserVoucher(owner)',
    ].join('\n'),
  })
  expect(found()).toEqual([
    'Dockerfile:1 registry.scontain.com/sconecuratedimages/node:20',
    'Dockerfile:2 ENV SCONE_HEAP=1G',
    'chain.json:2 default',
    'chain.json:5 chains.bellecour.sms',
    'iexec.json:5 app.mrenclave',
    'iexec.json:3 app.multiaddr',
    'iexec.json:4 app.checksum',
    'iexec.json:11 order.apporder.tag',
    'iexec.json:17 order.requestorder.tag',
    'iexec.json:18 order.requestorder.workerpool',
    'package.json:3 iexec',
    'package.json:4 @iexec/dataprotector',
    'package.json:7 tee,scone',
    'package.json:7 iexec app run --tag tee,scone --chain bellecour',
    'sconify.sh:1 sconify.sh',
    "src/run.ts:1 getSignerFromPrivateKey('bellecour'",
    "src/run.ts:2 teeFramework: 'scone'",
    "src/run.ts:3 ['tee', 'gramine']",
    'src/run.ts:4 web3mail.apps.iexec.eth',
    'src/run.ts:5 iexec.voucher',
  ])
})

test('a project of tdx on Arbitrum has nothing to change', () => {
  write({
    'chain.json': '{"default":"arbitrum-mainnet","chains":{}}',
    'iexec.json':
      '{"app":{"multiaddr":"me/app:1","checksum":"0x01"},"order":{"apporder":{"tag":["tee","tdx"]}}}',
    'package.json': '{"dependencies":{"iexec":"^9.0.1","@iexec/dataprotector":"2.0.0-beta.27"}}',
    Dockerfile: 'FROM node:24\nENTRYPOINT ["node", "/app.mjs"]\n',
    'run.mjs': "const tag = ['tee', 'tdx'] // scone is gone",
  })
  expect(checkProject(dir)).toEqual({ files: 5, findings: [] })
})

test('packages, binary files and what links lead to are not read', () => {
  write({
    'node_modules/iexec/index.js': "teeFramework: 'scone'",
    'image.ts': "\0 teeFramework: 'scone'",
    'outside/a.ts': "teeFramework: 'scone'",
  })
  const project = join(dir, 'project')
  mkdirSync(project)
  symlinkSync(join(dir, 'outside'), join(project, 'folder'))
  symlinkSync(join(dir, 'outside/a.ts'), join(project, 'a.ts'))
  expect(checkProject(project)).toEqual({ files: 0, findings: [] })
  rmSync(join(dir, 'outside'), { recursive: true })
  rmSync(project, { recursive: true })
  expect(found()).toEqual([])
})

test('JSON that is broken or has an odd name is read as text, and a missing folder is an error', () => {
  write({ 'iexec.json': '{"app": {"mrenclave"', constructor: '{}' })
  expect(checkProject(dir)).toEqual({ files: 2, findings: [] })
  expect(() => checkProject(join(dir, 'nowhere'))).toThrow('it is not a folder')
})
