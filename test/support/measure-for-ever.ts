import { connectAsOwner } from '@iexec-sim/client/owner'

/** Begins to look into the image it is given as a command would, says as whom, and never ends. */
const { engine } = connectAsOwner('cli')
setInterval(() => {}, 60_000)
await engine.exportImage(process.argv[2]!, () => {
  console.log(engine.network)
  return new Promise(() => {})
})
