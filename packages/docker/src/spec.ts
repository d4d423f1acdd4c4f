import type { ContainerCreateOptions } from 'dockerode'
import { containment, TRUST_FOLDER } from './containment.ts'
import type { OutputCapture } from './internal/output.ts'
import { ownerLabels, type Role } from './labels.ts'
import { type ContainerLimits, DEFAULT_LIMITS } from './limits.ts'
import type { Slot } from './slot.ts'

/** Folder a task reads its input from. */
export const INPUT_FOLDER = '/iexec_in'
/** Folder a task writes its result to. */
export const OUTPUT_FOLDER = '/iexec_out'
const TRUST_BUNDLE = `${TRUST_FOLDER}/ca.pem`

/** Which worker runs which task in a container. */
export interface ContainerTask {
  /** Name of the worker, such as `worker-1`. */
  worker: string
  /** Id of the task. */
  task: string
}

/**
 * One task container: its image, start and limits. It cannot express a bind mount, a device or a
 * privilege.
 */
export interface ContainerSpec {
  /**
   * Content id of the image (`sha256:...`), never a tag: what was inspected or measured is what
   * runs.
   */
  imageId: string
  /**
   * Name of the container; one of the same name and owner is removed first. @default chosen by the
   * engine
   */
  name?: string | undefined
  /** The run of a task the container is for; faults on purpose are chosen by it. @default none */
  task?: ContainerTask | undefined
  /** Replaces how the image starts. @default the image's own entrypoint */
  entrypoint?: readonly string[] | undefined
  /** Arguments; they replace the image's own. @default the image's own */
  args?: readonly string[] | undefined
  /** Folder the app starts in. @default the image's own */
  workingDir?: string | undefined
  /** Variables of the container, by name. */
  environment: Readonly<Record<string, string>>
  /** The worker slot whose network the container joins. @default no network at all */
  slot?: Slot | undefined
  /** Limits that differ from the defaults. */
  limits?: Partial<ContainerLimits> | undefined
  /** Milliseconds after which the container is killed. */
  timeLimitMs: number
  /** Folder whose files appear in `/iexec_in`. @default `/iexec_in` is empty */
  inputDir?: string | undefined
  /** Keeps all of the output in files. @default only the tails are kept */
  capture?: OutputCapture | undefined
  /** Characters kept of each output stream. @default 100,000 */
  tailCharacters?: number | undefined
}

/**
 * Capabilities of root in a task container: Docker's defaults except two that only help to break
 * out: MKNOD (device nodes) and NET_RAW (packets in another's name on the slot's network). Named
 * one by one, so that no engine's default widens them.
 */
export const TASK_CAPABILITIES = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
] as const

/**
 * The create options of a task container: no privileges, no host paths, everything bounded.
 * `harden`: without the {@link TASK_CAPABILITIES} too.
 */
export function hardenedOptions(
  spec: ContainerSpec,
  network: string,
  harden = false,
): ContainerCreateOptions {
  return {
    Image: spec.imageId,
    ...(spec.entrypoint && { Entrypoint: [...spec.entrypoint] }),
    ...(spec.args && { Cmd: [...spec.args] }),
    ...(spec.workingDir && { WorkingDir: spec.workingDir }),
    Env: environmentList({ ...spec.environment, ...trustVariables(spec.slot) }),
    Labels: ownerLabels(network, 'task'),
    // A health check of the image would be a second command beside the app, with the app's
    // variables and unmeasured.
    Healthcheck: { Test: ['NONE'] },
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
    HostConfig: {
      ...containment({ ...DEFAULT_LIMITS, ...spec.limits }),
      ...(harden ? {} : { CapAdd: [...TASK_CAPABILITIES] }),
      NetworkMode: spec.slot === undefined ? 'none' : `container:${spec.slot.holder}`,
      Mounts: [
        volume(INPUT_FOLDER, network, 'task'),
        volume(OUTPUT_FOLDER, network, 'task'),
        ...(spec.slot?.trustVolume === undefined
          ? []
          : [
              {
                Type: 'volume' as const,
                Source: spec.slot.trustVolume,
                Target: TRUST_FOLDER,
                ReadOnly: true,
              },
            ]),
      ],
    },
  }
}

/** Three runtimes, three names for the same file of trusted certificates. */
function trustVariables(slot: Slot | undefined): Record<string, string> {
  if (slot?.trustVolume === undefined) return {}
  return {
    NODE_EXTRA_CA_CERTS: TRUST_BUNDLE,
    SSL_CERT_FILE: TRUST_BUNDLE,
    REQUESTS_CA_BUNDLE: TRUST_BUNDLE,
  }
}

function environmentList(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).map(([name, value]) => `${name}=${value}`)
}

/**
 * A volume without a name: it goes when its container goes, and carries the owner's label until
 * then.
 */
function volume(target: string, network: string, role: Role) {
  return {
    Type: 'volume' as const,
    Source: '',
    Target: target,
    VolumeOptions: {
      NoCopy: true,
      Labels: ownerLabels(network, role),
      DriverConfig: { Name: 'local', Options: {} },
    },
  }
}
