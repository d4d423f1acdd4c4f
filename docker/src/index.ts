export { provideImages } from './provide.ts'
