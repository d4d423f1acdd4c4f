export type { UploadClaim } from '../results/result-proxy.ts'
export { GatewayClient } from './gateway-client.ts'
export { resultFiles } from './result-files.ts'
export { ResultProxyClient } from './result-proxy-client.ts'
