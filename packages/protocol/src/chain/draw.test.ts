import { describe, expect, it } from 'vitest'
import { randomDraw, seededDraw } from './draw.ts'

describe('draws from a seed', () => {
  it('are the same in every run, with any other draws in between', () => {
    const [first, second] = [seededDraw('7', new Map()), seededDraw('7', new Map())]
    const salts = [first('salt'), first('salt')]
    second('other')
    expect([second('salt'), second('salt')]).toEqual(salts)
    expect(new Set(salts).size).toBe(2)
  })

  it('differ from seed to seed, and go on from a count', () => {
    const draw = seededDraw('7', new Map())
    draw('salt')
    expect(seededDraw('7', new Map([['salt', 1]]))('salt')).toBe(draw('salt'))
    expect(seededDraw('8', new Map())('salt')).not.toBe(seededDraw('7', new Map())('salt'))
    expect(seededDraw('7', new Map())('a')).not.toBe(seededDraw('7', new Map())('b'))
  })

  it('differ each time without a seed', () => {
    expect(randomDraw('salt')).not.toBe(randomDraw('salt'))
  })
})
