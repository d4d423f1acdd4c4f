import { expect, it } from 'vitest'
import { javaUriFlaw } from './java-uri.ts'

it.each([
  'http://127.0.0.1:8080/ipfs/Qm/a%20b?x=[1]#f',
  'https://host/é世界',
  "https://user@host:1/a;b=c/@:!$&'()*+,~",
  '/ipfs/Qm/file.txt',
])('Java reads %s', (url) => expect(javaUriFlaw(url)).toBeUndefined())

it.each([
  ['http://h/a b', /" ".*%20/],
  ['http://h/a\tb', /%09/],
  ['http://h/a"b', /%22/],
  ['http://h/a|b', /%7C/],
  ['http://h/{a}', /%7B/],
  ['http://h/a\\b', /%5C/],
  ['http://h/a^b', /%5E/],
  ['http://h/a`b', /%60/],
  ['http://h/a\u00a0b', /%C2%A0/],
  ['http://h/100%', /%25/],
  ['http://h/%zz', /%25/],
  ['http://h/[a]', /square bracket/],
  ['http://h/a#b#c', /twice/],
  [' http://h/a', /%20/],
])('Java does not read %s', (url, flaw) => expect(javaUriFlaw(url)).toMatch(flaw))
