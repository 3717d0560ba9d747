import { generateKeyPairSync, sign } from 'node:crypto'

import { expect, test } from 'vitest'

import { byLibrary, verifies } from './ed25519'
import { checkSigned, decode, fromBase64, readKey, toBase64, type Keys } from './signed'

// The example of docs/formats/signed-code.md.
const key = 'fxpub1.21fe31df.11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'
const code =
  'FX1.pgFncmVsZWFzZQJEIf4x3wNkQS0xMgQaXlMgEAUaXnjdAAaiYW5n5bygKuaYjmJ0b2oyMDIwLTAyLTIz.' +
  'KwmHGxtPj5gN2exe15yjlr1MU0nH-RoIBes5EvETY9tsG8-68_3Dtrkxj2pZawOpfqgNM6loi9O0v1lqUvjWBA'
const keys: Keys = [readKey(key)!]
const before = new Date('2020-03-01T00:00:00Z')

test('the example of the format is read and proven', async () => {
  expect(await checkSigned(` ${code}\n`, keys, before)).toEqual({
    payload: {
      kind: 'release',
      keyId: '21fe31df',
      number: 'A-12',
      issuedAt: 1582506000,
      expiresAt: 1584979200,
      fields: { n: '张*明', to: '2020-02-23' },
    },
  })
  const over = await checkSigned(code, keys, new Date(1584979200_000))
  expect([over.fault, over.payload?.number]).toEqual(['expired', 'A-12'])
  expect((await checkSigned(code, keys, new Date(1584979199_999))).fault).toBeUndefined()
})

test('what fails first is the answer', async () => {
  const faultOf = async (text: string, with_ = keys) =>
    (await checkSigned(text, with_, before)).fault
  expect(await faultOf('https://example.com/FX1.')).toBe('not-ours')
  expect(await faultOf('FX1.')).toBe('damaged')
  expect(await faultOf(code.slice(0, -1))).toBe('damaged')
  expect(await faultOf(code.replace('KwmH', 'KwmI'))).toBe('bad-signature')
  expect(await faultOf(code + 'A'.repeat(300))).toBe('damaged')
  expect(await faultOf(code, [])).toBe('unknown-key')
  const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x!
  const stranger: [string, Uint8Array] = ['21fe31df', fromBase64(other)!]
  expect(await faultOf(code, [stranger])).toBe('bad-signature')
  // Two keys of one short id: each is tried.
  expect(await faultOf(code, [stranger, ...keys])).toBeUndefined()
})

test('no altered code is taken for the one that was signed', async () => {
  for (let at = 4; at < code.length; at++) {
    if (code[at] === '.') continue
    const altered = code.slice(0, at) + (code[at] === 'A' ? 'B' : 'A') + code.slice(at + 1)
    const { fault } = await checkSigned(altered, keys, before)
    expect(['damaged', 'unknown-key', 'bad-signature'], altered).toContain(fault)
  }
})

test('a payload has one encoding', () => {
  const good = fromBase64(code.slice(4, code.indexOf('.', 4)))!
  const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
  expect(decode(good)).toBeDefined()
  expect(decode(good.subarray(0, -1))).toBeUndefined()
  expect(decode(Uint8Array.from([...good, 0]))).toBeUndefined()
  const head = 'a5 01 61 61 02 44 00000000 03 61 62 04 00'
  expect(decode(hex(`${head} 06 a1 61 6e 61 78`))?.fields).toEqual({ n: 'x' })
  for (const bad of [
    `${head} 06 a0`, // an empty map is left out
    `${head} 06 a2 61 6e 61 78 61 6e 61 78`, // a key twice
    `${head} 06 a2 61 6f 61 78 61 6e 61 78`, // keys out of order
    `${head} 06 a2 62 6161 61 78 61 6e 61 78`, // the longer key first
    `${head} 06 a1 61 6e 61 07`, // a control character
    `${head} 06 a1 61 6e 61 ff`, // not UTF-8
    `${head} 06 b8 01 61 6e 61 78`, // a length longer than need be
    head.replace('04 00', '04 1800') + ' 06 a1 61 6e 61 78', // a number, likewise
    head.replace('01 61 61', '01 61 41') + ' 06 a1 61 6e 61 78', // the kind in upper case
  ]) {
    expect(decode(hex(bad)), bad).toBeUndefined()
  }
})

test('base64url has one spelling', () => {
  expect(fromBase64('AA')).toEqual(Uint8Array.of(0))
  for (const bad of ['AB', 'A', 'AA==', 'A+', 'AA\n']) expect(fromBase64(bad), bad).toBeUndefined()
  expect(toBase64(Uint8Array.of(251, 255))).toBe('-_8')
})

test('a key is read whole or not at all', () => {
  expect(readKey(`${key}\n`)?.[0]).toBe('21fe31df')
  for (const bad of [
    '',
    key.slice(1),
    key.slice(0, -1),
    `${key}.x`,
    key.replace('21fe31df', 'x'),
  ]) {
    expect(readKey(bad), bad).toBeUndefined()
  }
})

test('the library says what the browser says', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = fromBase64(publicKey.export({ format: 'jwk' }).x!)!
  const message = new TextEncoder().encode('FX1.x')
  const good = Uint8Array.from(sign(null, message, privateKey))
  const bad = Uint8Array.from(good)
  bad[40] ^= 1
  for (const [signature, said] of [
    [good, true],
    [bad, false],
  ] as const) {
    expect(await verifies(signature, message, raw)).toBe(said)
    expect(await byLibrary(signature, message, raw)).toBe(said)
  }
  expect(await byLibrary(good, message, new Uint8Array(32).fill(255))).toBe(false)
})
