/** Signals that end a command early: Ctrl-C, a request to terminate, a closed terminal. */
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Calls `listener` instead of ending this process, until it is disposed of. */
export function onEndingSignal(listener: (signal: NodeJS.Signals) => void): Disposable {
  for (const signal of ENDING_SIGNALS) process.on(signal, listener)
  return {
    [Symbol.dispose]: () => {
      for (const signal of ENDING_SIGNALS) process.off(signal, listener)
    },
  }
}
