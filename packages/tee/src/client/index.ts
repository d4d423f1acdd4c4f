export { SessionDepositClient, type SessionDepositClientOptions } from './deposit-client.ts'
