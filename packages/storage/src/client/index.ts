export { ResultProxyClient } from './result-proxy-client.ts'
