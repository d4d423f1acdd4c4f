import { setFlagsFromString } from 'node:v8'

/**
 * Keeps the heap of this process at the size it has. A network is busy for a second and idle for
 * hours: room for objects that is never given back would cost it 50 MB. Young objects keep to the
 * room they have by now; old ones are collected when they have grown by 60 %, not when they have
 * doubled. Call it when the code is loaded: while it loads, these bounds would cost a tenth of a
 * start.
 */
export function keepHeapSmall(): void {
  for (const flag of ['--semi-space-growth-factor=1', '--heap-growing-percent=60'])
    setFlagsFromString(flag)
}
