import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { logLineText, readLogLine } from './log-line.ts'

const text = (line: object) =>
  stripVTControlCharacters(logLineText(readLogLine(JSON.stringify(line))!))

describe('a line of the log', () => {
  it('is shown with its time, level, service, message and facts', () => {
    expect(
      text({
        level: 40,
        time: '2026-01-02T03:04:05.678Z',
        service: 'sms-scone',
        taskId: '0xab',
        reason: 'no such task',
        msg: 'session refused',
      }),
    ).toBe(
      '03:04:05.678 WARN  sms-scone            session refused  taskId=0xab  reason="no such task"',
    )
  })

  it('of no service is the network’s', () => {
    expect(readLogLine('{"level":30,"time":"t","msg":"ready"}')).toMatchObject({
      service: 'network',
      level: 'info',
    })
  })

  it('shows control characters of a hostile text as nothing, and its line ends as text', () => {
    expect(
      text({ level: 50, time: '2026-01-02T03:04:05.678Z', msg: 'a\u001b[31m\rb', reason: 'x\ny' }),
    ).toBe('03:04:05.678 ERROR network              a[31mb  reason=x\\ny')
  })

  it('that is cut off or not of the log is none', () => {
    for (const other of ['', '{"level":30,"ti', '[]', 'null', '{"time":"t"}', 'text'])
      expect(readLogLine(other)).toBeUndefined()
  })
})
