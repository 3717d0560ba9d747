// Tests run in Node; from 18 on it has the browsers' crypto, but only from 19 on under this name.
import { webcrypto } from 'node:crypto'

globalThis.crypto ??= webcrypto as Crypto
