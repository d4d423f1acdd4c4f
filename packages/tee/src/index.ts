export {
  type Authorities,
  loadAuthorities,
  loadHostAuthority,
  type ServerAuthority,
} from './authorities/authorities.ts'
export type { Credentials } from './authorities/certificates.ts'
export { authoritiesIn, type LazyAuthorities } from './authorities/lazy-authorities.ts'
export { SessionDepositClient, type SessionDepositClientOptions } from './client/deposit-client.ts'
export type { DriverOptions } from './drivers/create-driver.ts'
export type {
  AppStart,
  EncodedSession,
  Measurement,
  PreparedImage,
  PrepareOptions,
  ProvisionedSession,
  SessionAddress,
  TeeDriver,
} from './drivers/driver.ts'
export { FRAMEWORK_LABEL, HEAP_LABEL } from './drivers/framework.ts'
export { gramineDriver } from './drivers/gramine.ts'
export { sconeDriver } from './drivers/scone.ts'
export { tdxDriver } from './drivers/tdx.ts'
export { checksOf, type EvidenceCheck } from './evidence/checks.ts'
export { type EvidenceStatement, REFUSAL_REASONS, type RefusalReason } from './evidence/evidence.ts'
export { Platform } from './evidence/platform.ts'
export { type EvidencePolicy, verifyEvidence } from './evidence/verify.ts'
export type { AppEnclave, AppRun } from './launcher/app-enclave.ts'
export { AttestationRefused } from './launcher/attestation.ts'
export { runRecorded } from './launcher/container-steps.ts'
export {
  EnclaveLauncher,
  type EnclaveLauncherOptions,
  type PreparedProgram,
  type ProgramRequest,
  type ProgramStage,
} from './launcher/enclave-launcher.ts'
export type { ProgramRun } from './launcher/program-process.ts'
export type { FileEntry } from './measure/file-tree.ts'
export {
  type Difference,
  differenceOf,
  type FileChange,
  type Inspection,
  inspectImage,
} from './measure/inspection.ts'
export { MeasurementCache } from './measure/measurement-cache.ts'
export {
  type ProvisioningPluginOptions,
  provisioningPlugin,
} from './provisioning/provisioning-plugin.ts'
export {
  type AttestationOutcome,
  type Decision,
  type DepositOutcome,
  type ProvisioningOptions,
  ProvisioningService,
} from './provisioning/provisioning-service.ts'
