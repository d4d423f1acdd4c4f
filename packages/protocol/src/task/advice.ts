import type { ReplicateCause } from './causes.ts'
import { explainCause } from './explain-cause.ts'

/** Fixes of causes whose reason is said where they occur. */
const FIXES: Partial<Record<ReplicateCause, string>> = {
  APP_COMPUTE_FAILED: 'See what the app printed with "iexec-sim task logs", and fix the app.',
  APP_COMPUTE_TIMEOUT: 'Make the app faster, or run it in a higher category.',
  APP_IMAGE_DOWNLOAD_FAILED:
    'Build the image on this machine, or push it to a registry that the Docker engine can reach.',
  PRE_COMPUTE_FAILED_UNKNOWN_ISSUE:
    'See the attestation of the stage, and whether a fault is in force with "iexec-sim fault list".',
  POST_COMPUTE_FAILED_UNKNOWN_ISSUE:
    'See the attestation of the stage, and whether a fault is in force with "iexec-sim fault list".',
  POST_COMPUTE_COMPUTED_FILE_NOT_FOUND:
    'Have the app write /iexec_out/computed.json with "deterministic-output-path".',
  POST_COMPUTE_RESULT_DIGEST_COMPUTATION_FAILED:
    'Name a file or folder below /iexec_out as "deterministic-output-path" in computed.json.',
  POST_COMPUTE_TOO_LONG_RESULT_FILE_NAME:
    'Give the files of the result names of 31 characters at most.',
  CHAIN_RECEIPT_NOT_VALID:
    'See the reason of the revert, and the task on chain with "iexec-sim task explain".',
}

const IMPERATIVE =
  /^(build|check|deploy|deposit|generate|give|make|name|push|raise|take|use|write)\b/

/**
 * Reason and fix of a failed stage as sentences: from its own diagnosis, where it has one, and from
 * what is known of its cause.
 */
export function adviceOn(
  cause: ReplicateCause,
  diagnosis = explainCause(cause),
): { reason?: string; fix?: string } {
  const end = diagnosis?.lastIndexOf('; ') ?? -1
  const last = diagnosis?.slice(end + 2) ?? ''
  const isSplit = end >= 0 && IMPERATIVE.test(last)
  const reason = isSplit ? diagnosis!.slice(0, end) : diagnosis
  const fix = isSplit ? last : FIXES[cause]
  return {
    ...(reason ? { reason: sentence(reason) } : {}),
    ...(fix ? { fix: sentence(fix) } : {}),
  }
}

function sentence(text: string): string {
  const first = text[0]!.toUpperCase() + text.slice(1)
  return /[.!?]$/.test(first) ? first : `${first}.`
}
