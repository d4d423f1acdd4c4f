/** Status of each error code of the OCI distribution specification that occurs here. */
const STATUS = {
  BLOB_UNKNOWN: 404,
  BLOB_UPLOAD_INVALID: 400,
  BLOB_UPLOAD_UNKNOWN: 404,
  DENIED: 403,
  DIGEST_INVALID: 400,
  MANIFEST_BLOB_UNKNOWN: 404,
  MANIFEST_INVALID: 400,
  MANIFEST_UNKNOWN: 404,
  NAME_INVALID: 400,
  NAME_UNKNOWN: 404,
  SIZE_INVALID: 413,
  TOOMANYREQUESTS: 429,
  UNSUPPORTED: 405,
} as const
/** Error code of the OCI distribution specification. */
export type OciErrorCode = keyof typeof STATUS

/** A refusal in the words of the OCI distribution specification. */
export class OciError extends Error {
  readonly code: OciErrorCode
  /** HTTP status. */
  readonly status: number
  /** Further headers of the response. */
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: OciErrorCode,
    message: string,
    {
      status = STATUS[code],
      headers = {},
    }: { status?: number; headers?: Record<string, string> } = {},
  ) {
    super(message)
    this.code = code
    this.status = status
    this.headers = headers
  }
}

/** Body of a refusal. */
export function ociErrorBody(code: string, message: string): object {
  return { errors: [{ code, message }] }
}
