import { type ContainerRun, DEFAULT_LIMITS } from '@iexec-sim/docker'
import type { WorkerContext } from '../worker-context.ts'

/** Conventional meaning of an exit code. */
const EXIT_CODES: Record<number, string> = {
  126: 'its command was found but cannot be run; check that the file is executable and its first line names an interpreter of the image',
  127: 'a command was not found; check ENTRYPOINT, CMD and PATH of the image',
  134: 'it aborted itself (SIGABRT)',
  137: 'it was killed (SIGKILL)',
  139: 'it touched memory that is not its own (SIGSEGV)',
  143: 'it was asked to end (SIGTERM)',
}

/**
 * Why an app ended with another code than 0, as one sentence; of what it printed, only known
 * messages of systems are looked for.
 */
export async function explainExit(
  context: WorkerContext,
  image: string,
  ended: ContainerRun,
): Promise<string> {
  const said = `the app exited with code ${ended.exitCode}`
  if (ended.layerFull)
    return `the app wrote more than the ${DEFAULT_LIMITS.layerBytes} bytes it may outside of /iexec_out and was killed; write less to /tmp and other folders`
  if (ended.exitCode === 137 && ended.oomKilled)
    return `the app was killed for memory (limit ${Math.round(context.limits.memoryBytes / 1024 ** 2)} MiB)`
  const printed = ended.stderr.tail + ended.stdout.tail
  const hint =
    (await foreignImage(context, image, printed)) ??
    systemHint(context, printed) ??
    EXIT_CODES[ended.exitCode]
  return hint ? `${said}: ${hint}` : said
}

async function foreignImage(
  { engine }: WorkerContext,
  image: string,
  printed: string,
): Promise<string | undefined> {
  if (!/exec format error/i.test(printed)) return undefined
  const [info, { architecture }] = await Promise.all([engine.inspectImage(image), engine.ping()])
  return info && info.architecture !== architecture
    ? `its image is for ${info.architecture}, and this engine runs ${architecture}; build it with "docker build --platform linux/${architecture}"`
    : 'its command is not a program for this machine; give scripts a first line such as "#!/bin/sh"'
}

function systemHint({ engine }: WorkerContext, printed: string): string | undefined {
  if (/No space left on device|ENOSPC/.test(printed))
    return 'a disk was full; write less, or free space of the Docker engine'
  if (/File too large|EFBIG/.test(printed))
    return `a file may have ${DEFAULT_LIMITS.fileBytes} bytes at most`
  if (!/Operation not permitted|Permission denied|EPERM|EACCES/i.test(printed)) return undefined
  return engine.hardens
    ? 'something was not permitted to it; this network hardens apps ("up --harden"), so that not even root has a capability'
    : 'something was not permitted to it; apps have the capabilities of Docker less MKNOD and NET_RAW, and no setuid program gains any'
}
