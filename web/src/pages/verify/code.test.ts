import { expect, test } from 'vitest'

import { codeIn } from './code'

test('a code is found in what was pasted', () => {
  expect(codeIn('FX1.pgFn-_c.KwmH-x')).toBe('FX1.pgFn-_c.KwmH-x')
  expect(codeIn(' FX1.pgFn\n-_c.Kw\r\n mH-x\n')).toBe('FX1.pgFn-_c.KwmH-x')
  expect(codeIn('扫码结果：FX1.pgFn.KwmH。')).toBe('FX1.pgFn.KwmH')
  // What is none goes to the server as it is: it says what is wrong with it.
  expect(codeIn(' https://example.com/x ')).toBe('https://example.com/x')
  expect(codeIn('x'.repeat(9000))).toHaveLength(400)
})
