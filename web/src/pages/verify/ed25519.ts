// Ed25519 by the browser where it has it (since 2023 to 2025), else by a small library.
type Bytes = Uint8Array<ArrayBuffer>

/** Nothing where the browser has no Ed25519. */
async function byBrowser(signature: Bytes, message: Bytes, key: Bytes) {
  const algorithm = { name: 'Ed25519' }
  let imported: CryptoKey
  try {
    imported = await crypto.subtle.importKey('raw', key, algorithm, false, ['verify'])
  } catch {
    return undefined
  }
  return crypto.subtle.verify(algorithm, imported, signature, message)
}

export async function byLibrary(signature: Uint8Array, message: Uint8Array, key: Uint8Array) {
  const { verifyAsync } = await import('@noble/ed25519')
  // Throws on bytes that are no point of the curve.
  return verifyAsync(signature, message, key).catch(() => false)
}

export async function verifies(
  signature: Uint8Array,
  message: Uint8Array,
  key: Uint8Array,
): Promise<boolean> {
  const known = await byBrowser(signature as Bytes, message as Bytes, key as Bytes)
  return known ?? byLibrary(signature, message, key)
}
