import { run } from './program.ts'

// The reader of our output may stop reading, as `head` does, and a terminal can be closed: neither
// is a failure.
for (const output of [process.stdout, process.stderr])
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
  })
process.exitCode = await run(process.argv)
