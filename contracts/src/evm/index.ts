export { createEngine, type EngineConfig } from './create-engine.ts'
