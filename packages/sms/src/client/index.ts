export type { CreatedSession } from '../session/session-service.ts'
export type { ProgramProperties, TeeProperties } from '../tee-properties.ts'
export { SessionRefused, SmsClient } from './sms-client.ts'
