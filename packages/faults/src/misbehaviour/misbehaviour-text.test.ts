import { describe, expect, it } from 'vitest'
import { actorsOf, readMisbehaviour } from './misbehaviour-text.ts'

describe('the text of a misbehaviour', () => {
  it('is read as an actor and its misbehaviour', () => {
    expect(readMisbehaviour('worker-2=wrong-digest', 2)).toEqual({
      actor: 'worker-2',
      does: 'wrong-digest',
    })
    expect(readMisbehaviour('scheduler=never-finalizes', 1)).toEqual({
      actor: 'scheduler',
      does: 'never-finalizes',
    })
    expect(actorsOf(2)).toEqual(['worker-1', 'worker-2', 'scheduler'])
  })

  it.each(['worker-1', 'worker-1=', '=wrong-digest', 'a=b=c', ''])('is not "%s"', (text) => {
    expect(() => readMisbehaviour(text, 2)).toThrow(
      expect.objectContaining({ code: 'MISBEHAVIOUR_MALFORMED' }),
    )
  })

  it.each(['worker-3', 'worker-0', 'worker-01', 'boss', '__proto__'])(
    'does not tell "%s" of two workers',
    (actor) => {
      expect(() => readMisbehaviour(`${actor}=wrong-digest`, 2)).toThrow(`Unknown actor "${actor}"`)
    },
  )

  it.each([
    ['worker-1=wrong-digets', 'did you mean "wrong-digest"?'],
    ['worker-1=contribute-twice', 'did you mean "contributes-twice"?'],
    ['scheduler=never-finalises', 'did you mean "never-finalizes"?'],
  ])('%s is refused with a suggestion', (text, hint) => {
    expect(() => readMisbehaviour(text, 2)).toThrow(hint)
  })

  it.each(['worker-1=steals-the-kitty', 'worker-1=never-finalizes', 'scheduler=goes-offline'])(
    '%s is of no actor of that kind',
    (text) => {
      expect(() => readMisbehaviour(text, 2)).toThrow(
        expect.objectContaining({ code: 'MISBEHAVIOUR_UNKNOWN' }),
      )
    },
  )
})
