// The part of this package that needs no library, for commands that only read or print.
export * from './misbehaviour.ts'
export * from './misbehaviour-text.ts'
