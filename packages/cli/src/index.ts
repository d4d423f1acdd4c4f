export { differencesText } from './commands/lab/lab-report.ts'
