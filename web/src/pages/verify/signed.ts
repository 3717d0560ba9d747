// Checks a signed code without a network, as docs/formats/signed-code.md says. The signature alone:
// whether what the code says still holds only its issuer knows.
import { verifies } from './ed25519'

export interface Payload {
  kind: string
  keyId: string
  number: string
  /** Seconds since 1970. */
  issuedAt: number
  expiresAt?: number
  fields: Record<string, string>
}

export type Fault = 'not-ours' | 'damaged' | 'unknown-key' | 'bad-signature' | 'expired'

/** Key ids and the 32 bytes of their public keys; two keys may share a short id. */
export type Keys = [string, Uint8Array][]

const prefix = 'FX1.'
const maxText = 300
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const ascii = new TextEncoder()

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

export function toBase64(bytes: Uint8Array): string {
  const plain = btoa(String.fromCharCode(...bytes))
  return plain.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** Nothing unless the text is the one spelling of its bytes. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(plain, (c) => c.charCodeAt(0))
  return toBase64(bytes) === text ? bytes : undefined
}

// --- the payload: deterministic CBOR, and of that only what a payload uses

const kUnsigned = 0
const kBytes = 2
const kText = 3
const kMap = 5

class Wrong extends Error {}
function must(holds: boolean): asserts holds {
  if (!holds) throw new Wrong()
}

class Reader {
  private at = 0
  constructor(private readonly bytes: Uint8Array) {}

  head(major: number): number {
    must(this.at < this.bytes.length)
    const first = this.bytes[this.at++]
    must(first >> 5 === major)
    const low = first & 31
    if (low < 24) return low
    must(low <= 27)
    const width = 1 << (low - 24)
    let value = 0
    for (let i = 0; i < width; i++) {
      must(this.at < this.bytes.length)
      value = value * 256 + this.bytes[this.at++]
    }
    // One number, one encoding.
    must(value <= Number.MAX_SAFE_INTEGER)
    must(value >= (width === 1 ? 24 : 256 ** (width / 2)))
    return value
  }
  take(size: number): Uint8Array {
    must(size <= this.bytes.length - this.at)
    this.at += size
    return this.bytes.subarray(this.at - size, this.at)
  }
  text(most: number): string {
    const bytes = this.take(this.head(kText))
    must(bytes.length > 0 && bytes.length <= most)
    const text = utf8.decode(bytes)
    must(!/[\u0000-\u001f\u007f]/.test(text))
    return text
  }
  atEnd(): boolean {
    return this.at === this.bytes.length
  }
}

/** Shorter keys first, then by their bytes. */
const inOrder = (a: string, b: string): boolean =>
  a.length !== b.length ? a.length < b.length : a < b

export function decode(bytes: Uint8Array): Payload | undefined {
  const from = new Reader(bytes)
  try {
    const count = from.head(kMap)
    must(from.head(kUnsigned) === 1)
    const kind = from.text(16)
    must(/^[a-z][a-z0-9-]*$/.test(kind))
    must(from.head(kUnsigned) === 2)
    const id = from.take(from.head(kBytes))
    must(id.length === 4)
    must(from.head(kUnsigned) === 3)
    const number = from.text(64)
    must(from.head(kUnsigned) === 4)
    const payload: Payload = {
      kind,
      keyId: hex(id),
      number,
      issuedAt: from.head(kUnsigned),
      fields: {},
    }
    let left = count - 4
    let next = left > 0 ? from.head(kUnsigned) : 0
    if (next === 5) {
      payload.expiresAt = from.head(kUnsigned)
      next = --left > 0 ? from.head(kUnsigned) : 0
    }
    if (next === 6) {
      const size = from.head(kMap)
      must(size >= 1 && size <= 16)
      let last: string | undefined
      for (let i = 0; i < size; i++) {
        const key = from.text(8)
        must(/^[a-z0-9]+$/.test(key) && (last === undefined || inOrder(last, key)))
        payload.fields[key] = from.text(96)
        last = key
      }
      left--
    }
    must(left === 0 && from.atEnd())
    return payload
  } catch {
    return undefined
  }
}

/** "fxpub1.<key id>.<32 bytes>" */
export function readKey(text: string): [string, Uint8Array] | undefined {
  const [form, id, key, ...more] = text.trim().split('.')
  const bytes = fromBase64(key ?? '')
  if (form !== 'fxpub1' || !/^[0-9a-f]{8}$/.test(id ?? '') || more.length) return undefined
  return bytes?.length === 32 ? [id, bytes] : undefined
}

export type Checked =
  | { payload: Payload; fault?: 'expired' }
  | { payload?: undefined; fault: Fault }

/** The first that fails is the answer. */
export async function checkSigned(text: string, keys: Keys, now: Date): Promise<Checked> {
  const code = text.trim()
  if (!code.startsWith(prefix)) return { fault: 'not-ours' }
  const dot = code.indexOf('.', prefix.length)
  if (code.length > maxText || dot < 0) return { fault: 'damaged' }
  const bytes = fromBase64(code.slice(prefix.length, dot))
  const signature = fromBase64(code.slice(dot + 1))
  const payload = bytes && decode(bytes)
  if (!payload || signature?.length !== 64) return { fault: 'damaged' }
  const mine = keys.filter(([id]) => id === payload.keyId)
  if (!mine.length) return { fault: 'unknown-key' }
  const message = ascii.encode(code.slice(0, dot))
  const good = await Promise.all(mine.map(([, key]) => verifies(signature, message, key)))
  if (!good.includes(true)) return { fault: 'bad-signature' }
  const over = payload.expiresAt !== undefined && now.getTime() >= payload.expiresAt * 1000
  return over ? { payload, fault: 'expired' } : { payload }
}
