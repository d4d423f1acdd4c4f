import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createClock } from './clock.ts'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

describe("the network's clock", () => {
  it("runs with the machine's", () => {
    const clock = createClock()
    vi.advanceTimersByTime(1_500)
    expect(clock.now()).toBe(1_001_500)
  })

  it('fires timers in order as it passes them, each once', () => {
    const clock = createClock()
    const fired: string[] = []
    clock.at(1_002_000, () => fired.push('second'))
    clock.at(1_001_000, () => fired.push('first'))
    clock.at(1_000_500, () => fired.push('taken back')).cancel()
    vi.advanceTimersByTime(999)
    expect(fired).toEqual([])
    vi.advanceTimersByTime(1)
    expect(fired).toEqual(['first'])
    clock.advance(60_000)
    expect(fired).toEqual(['first', 'second'])
    vi.advanceTimersByTime(60_000)
    expect(fired).toEqual(['first', 'second'])
  })

  it('waits longer than the longest runtime timer', () => {
    const clock = createClock()
    const fired = vi.fn()
    clock.at(1_000_000 + 2 ** 32, fired)
    vi.advanceTimersByTime(2 ** 32 - 1)
    expect(fired).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(fired).toHaveBeenCalledOnce()
  })

  it('stands still when frozen, and fires the timers it is moved past', () => {
    const clock = createClock()
    clock.freeze()
    const later = vi.fn()
    const past = vi.fn()
    clock.at(1_010_000, later)
    clock.at(999_000, past)
    vi.advanceTimersByTime(20_000)
    expect(clock.now()).toBe(1_000_000)
    expect(past).toHaveBeenCalledOnce()
    expect(later).not.toHaveBeenCalled()
    clock.advance(10_000)
    expect(later).toHaveBeenCalledOnce()
    clock.resume()
    vi.advanceTimersByTime(5_000)
    expect(clock.now()).toBe(1_015_000)
  })

  it('refuses to run back', () => {
    const clock = createClock()
    expect(() => clock.advance(-1)).toThrow('-1 ms')
    expect(() => clock.set(999_999)).toThrow('only runs forward')
    expect(() => clock.set(Number.NaN)).toThrow('NaN')
    vi.setSystemTime(5_000)
    vi.advanceTimersByTime(100)
    expect(clock.now()).toBe(1_000_100)
  })

  it('counts the time the machine slept', () => {
    const clock = createClock()
    vi.setSystemTime(1_000_000 + 8 * 3_600_000)
    expect(clock.now()).toBe(1_000_000 + 8 * 3_600_000)
  })

  it('keeps the other timers when one throws', () => {
    const clock = createClock()
    const other = vi.fn()
    clock.at(1_001_000, () => {
      throw new Error('mine alone')
    })
    clock.at(1_001_000, other)
    expect(() => clock.advance(1_000)).toThrow('mine alone')
    vi.advanceTimersByTime(1)
    expect(other).toHaveBeenCalledOnce()
  })
})
