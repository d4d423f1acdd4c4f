import Docker from 'dockerode'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dockerfileContext } from '../src/images.ts'
import { NETWORK_LABEL, ROLE_LABEL } from '../src/labels.ts'
import type { Slot } from '../src/slot.ts'
import { pythonRunner, testEngine } from './fixture.ts'

const HOST = 'api.example.org'
/** Prints a line, and every line it gets in upper case, with a separator in it. */
const PROGRAM = `console.log("ready"); require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => console.log(line.toUpperCase().replace(" ", "\\u2028")))`

const engine = testEngine()
const python = pythonRunner(engine)
const docker = new Docker()
const image = `iexec-sim-test/${engine.network}-stand-in`
const lines: string[] = []
let slot: Slot

beforeAll(async () => {
  const entrypoint = JSON.stringify(['node', '-e', PROGRAM])
  const dockerfile = `FROM iexec-sim/base-node\nENTRYPOINT ${entrypoint}\n`
  await engine.buildImage(dockerfileContext(dockerfile), { tag: image })
  const services = engine.startSlotServices({
    namesImage: 'iexec-sim/names',
    trustedCertificates: '',
    standIns: [
      {
        hosts: [HOST],
        image,
        key: '',
        certificate: '',
        onLine: (line, say) => {
          lines.push(line)
          if (line === 'ready') say('heard you')
        },
      },
    ],
  })
  slot = await engine.openSlot({ name: 'one', services })
}, 60_000)
afterAll(() => engine.removeImage(image))

const lookUp = async () =>
  (await python(`import socket; print(socket.gethostbyname('${HOST}') != '')`, { slot })).stdout
    .tail

it('a stand-in is heard and spoken to by lines, which only a line feed ends', async () => {
  await expect.poll(() => lines).toEqual(['ready', 'HEARD\u2028YOU'])
  expect(await lookUp()).toBe('True\n')
})

it('a stand-in that has died is replaced before the next task', async () => {
  const filters = { label: [`${NETWORK_LABEL}=${engine.network}`, `${ROLE_LABEL}=stand-in`] }
  const [running] = await docker.listContainers({ filters })
  lines.length = 0
  await docker.getContainer(running!.Id).kill()
  const isGone = async () => (await docker.listContainers({ filters })).length === 0
  await expect.poll(isGone).toBe(true)
  expect(await lookUp()).toBe('True\n')
  await expect.poll(() => lines).toEqual(['ready', 'HEARD\u2028YOU'])
})
