import { Secret } from '@iexec-sim/base'
import { tokenizeArgs } from '@iexec-sim/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { FINGERPRINTS, sessionSpec } from '../../test/support/session.ts'
import { commandLine } from './command-line.ts'
import { gramineDriver } from './gramine.ts'
import { sconeDriver } from './scone.ts'
import { tdxDriver } from './tdx.ts'

const drivers = [sconeDriver(), gramineDriver(), tdxDriver()]
const seed = { seed: 20_260_101 }

describe.each(drivers.map((driver) => [driver.framework, driver] as const))(
  'sessions of %s',
  (framework, driver) => {
    it('keep every stage, fingerprint, command and variable in their text form', () => {
      const spec = sessionSpec(framework)
      const { sessionId, stages } = driver.parseSession(driver.encodeSession(spec).body)
      expect(sessionId).toBe(spec.sessionId)
      expect(Object.keys(stages)).toEqual(Object.keys(spec.stages))
      // A tdx session has no commands: an image starts its own way.
      const command = framework === 'tdx' ? '' : spec.stages.app.command
      expect(stages.app).toMatchObject({ fingerprint: FINGERPRINTS.app, command })
      expect(opened(stages['post-compute']!.environment)).toMatchObject(
        opened(spec.stages['post-compute'].environment),
      )
    })

    it('keep any text a secret may hold', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (value) => {
          const spec = sessionSpec(framework)
          spec.stages.app.environment.IEXEC_APP_DEVELOPER_SECRET = new Secret(value)
          const { stages } = driver.parseSession(driver.encodeSession(spec).body)
          expect(opened(stages.app!.environment).IEXEC_APP_DEVELOPER_SECRET).toBe(value)
        }),
        seed,
      )
    })

    it.each([
      'yes',
      'no',
      'true',
      '0123',
      '1e3',
      '~',
      '',
      ' padded ',
      'a: b',
      '# c',
      '---',
      '*x',
      '&y',
      '"',
      "'",
      'a\nb\t',
    ])('keep the text %j a text', (value) => {
      const spec = sessionSpec(framework)
      spec.stages.app.environment.VALUE = new Secret(value)
      const { stages } = driver.parseSession(driver.encodeSession(spec).body)
      expect(opened(stages.app!.environment).VALUE).toBe(value)
    })

    it('hold their values as secrets once parsed', () => {
      const parsed = driver.parseSession(driver.encodeSession(sessionSpec(framework)).body)
      expect(JSON.stringify(parsed)).not.toContain('secret-')
    })

    it.each([
      '',
      '{',
      'null',
      '[]',
      '{"name":"x"}',
      'a: [',
      '{"session":"x","enclaves":[{"name":"other"}]}',
    ])('refuse the text %j without repeating it', (text) =>
      expect(() => driver.parseSession(text)).toThrow(
        `Invalid session: not in the format of ${framework}.`,
      ),
    )
  },
)

describe('a scone session', () => {
  const session = parse(sconeDriver().encodeSession(sessionSpec('scone')).body)

  it('has the form of the real one', () => {
    expect(session).toMatchObject({
      version: '0.3.10',
      access_policy: { read: ['CREATOR'], update: ['NONE'] },
      images: [
        { name: 'pre-compute-image', volumes: [{ name: 'iexec_in', path: '/iexec_in' }] },
        {
          name: 'app-image',
          volumes: [
            { name: 'iexec_in', path: '/iexec_in' },
            { name: 'iexec_out', path: '/iexec_out' },
          ],
        },
        {
          name: 'post-compute-image',
          volumes: [
            { name: 'iexec_out', path: '/iexec_out' },
            { name: 'post-compute-tmp', path: '/post-compute-tmp' },
          ],
        },
      ],
      volumes: [{ name: 'iexec_in' }, { name: 'iexec_out' }, { name: 'post-compute-tmp' }],
    })
    expect(session.services.map(({ name }: { name: string }) => name)).toEqual([
      'pre-compute',
      'app',
      'post-compute',
    ])
    expect(session.services[1]).toMatchObject({
      image_name: 'app-image',
      mrenclaves: [FINGERPRINTS.app],
      pwd: '/',
      command: '/app/start --x "a b"',
    })
  })

  it('gives the Java variables to the two programs only, and writes the one truth value as such', () => {
    expect(session.services[0].environment).toMatchObject({
      JAVA_TOOL_OPTIONS: '-Xmx256m',
      IS_DATASET_REQUIRED: false,
    })
    expect(session.services[1].environment).not.toHaveProperty('JAVA_TOOL_OPTIONS')
    expect(session.services[2].environment).toHaveProperty('LD_LIBRARY_PATH')
  })
})

describe('a tdx session', () => {
  it('has the form of the real one, each service with its image', () => {
    const spec = sessionSpec('tdx')
    spec.stages.app.image = 'registry/app:1'
    expect(JSON.parse(tdxDriver().encodeSession(spec).body)).toMatchObject({
      name: spec.sessionId,
      version: '0.1.0',
      services: [
        { name: 'pre-compute', fingerprint: FINGERPRINTS.pre },
        { name: 'app', image_name: 'registry/app:1', fingerprint: FINGERPRINTS.app },
        { name: 'post-compute', fingerprint: FINGERPRINTS.post },
      ],
    })
  })
})

describe('a gramine session', () => {
  it('has the form of the real one, without a pre-compute enclave', () => {
    const spec = sessionSpec('gramine')
    spec.stages['pre-compute'] = { fingerprint: FINGERPRINTS.pre, command: '', environment: {} }
    const session = JSON.parse(gramineDriver().encodeSession(spec).body)
    expect(session).toMatchObject({
      session: spec.sessionId,
      enclaves: [
        { name: 'app', mrenclave: FINGERPRINTS.app, command: '', volumes: [] },
        { name: 'post-compute', mrenclave: FINGERPRINTS.post, command: '', volumes: [] },
      ],
    })
    expect(session.enclaves).toHaveLength(2)
  })
})

describe('how an app starts', () => {
  it('is the session command under scone, arguments included', () => {
    expect(sconeDriver().appStart('node /app/app.js --x "a b"', ['ignored'])).toEqual({
      entrypoint: ['node'],
      args: ['/app/app.js', '--x', 'a b'],
    })
  })

  it('is the image’s own under gramine, with the arguments if there are any', () => {
    expect(gramineDriver().appStart('', [])).toEqual({})
    expect(gramineDriver().appStart('', ['--x', 'a b'])).toEqual({ args: ['--x', 'a b'] })
  })

  it('is the image’s own if the session command equals its ENTRYPOINT, so that CMD counts', () => {
    const image = { Entrypoint: ['node', '/app/app.js'] }
    expect(sconeDriver().appStart('node /app/app.js', [], image)).toEqual({})
    expect(sconeDriver().appStart('node /app/app.js Alice', [], image).args).toEqual([
      '/app/app.js',
      'Alice',
    ])
    expect(sconeDriver().appStart('node', [], { Entrypoint: [] })).toEqual({
      entrypoint: ['node'],
      args: [],
    })
    expect(sconeDriver().workingDir).toBe('/')
    expect(gramineDriver().workingDir).toBeUndefined()
  })

  it('is a line that splits into the same words, or absent', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.stringMatching(/^[a-z \\"']*$/))), (words) => {
        let line: string
        try {
          line = commandLine(words)
        } catch (error) {
          expect(error).toMatchObject({ code: 'COMMAND_NOT_QUOTABLE' })
          return
        }
        expect(tokenizeArgs(line)).toEqual(words)
      }),
      seed,
    )
    for (const word of [`"'`, '', 'a b\\'])
      expect(() => commandLine(['a', word])).toThrow(/Invalid word/)
    expect(commandLine(['sh', '-c', 'echo "$0" $@', 'a\tb', 'C:\\x'])).toBe(
      `sh -c 'echo "$0" $@' a\tb C:\\x`,
    )
  })
})

function opened(environment: Record<string, string | Secret>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value instanceof Secret ? value.reveal() : value,
    ]),
  )
}
