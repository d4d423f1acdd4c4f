#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

// Halves the start: modules are compiled, and their types stripped, once and not at every command.
enableCompileCache()
await import('../src/main.ts')
