export { compassPlugin } from './compass.ts'
