export { type ArchiveFile, firstFile, packDirectory, packFiles, packFolder } from './archive.ts'
export { TRUST_FOLDER } from './containment.ts'
export { connectEngine, Engine, type EngineInfo, type EngineOptions } from './engine.ts'
export { type BuildOptions, dockerfileContext, type ImageConfig, type ImageInfo } from './images.ts'
export type { OutputCapture, PrintedText } from './internal/output.ts'
export { NETWORK_LABEL, ownerLabels, ROLE_LABEL, type Role } from './labels.ts'
export { type ContainerLimits, DEFAULT_LIMITS, type FolderLimits } from './limits.ts'
export type { OwnContainer, PublishedPort } from './own-container.ts'
export { type ContainerRun, type ExitedContainer, type RunOptions, TAIL_CHARACTERS } from './run.ts'
export { SlotServices, type SlotServicesSpec, type StandInSpec } from './services.ts'
export { type RefusedName, Slot } from './slot.ts'
export {
  type ContainerSpec,
  type ContainerTask,
  hardenedOptions,
  INPUT_FOLDER,
  OUTPUT_FOLDER,
  TASK_CAPABILITIES,
} from './spec.ts'
export type { SweepResult } from './sweep.ts'
export type { EngineTrouble } from './trouble.ts'
export { type CollectedFolder, unpackFolder } from './unpack.ts'
