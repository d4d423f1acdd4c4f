import { expect, test } from 'vitest'
import { Again } from './again.ts'
import { Turns } from './turns.ts'

test('jobs run one after the other, even after a failed one', async () => {
  const turns = new Turns()
  const order: string[] = []
  const job = (name: string) => async () => {
    order.push(`${name} begins`)
    await Promise.resolve()
    order.push(`${name} ends`)
  }
  const failed = turns.take(async () => {
    throw new Error('first')
  })
  void turns.take(job('second'))
  void turns.take(job('third'))
  await expect(failed).rejects.toThrow('first')
  await turns.idle()
  expect(order).toEqual(['second begins', 'second ends', 'third begins', 'third ends'])
})

test('a job requested twice while it runs is run once more', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let runs = 0
  const again = new Again(async () => gates[runs++]?.promise)
  const first = again.run()
  const second = again.run()
  expect(again.run()).toBe(second)
  gates[0]!.resolve()
  await first
  gates[1]!.resolve()
  await second
  expect(runs).toBe(2)
  await again.stop()
  await again.run()
  expect(runs).toBe(2)
})
