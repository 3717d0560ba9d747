// The issuer's public keys, kept on the phone for where there is no network, and how far its clock
// is from the server's. Nothing here is about anybody.
import { get } from '../../lib/api'
import { session } from '../../lib/session'
import { setServerNow } from '../../lib/time'
import { readKey, type Keys } from './signed'

interface Answer {
  keys: { id: string; key: string }[]
  now: string
}
interface Kept {
  keys: string[]
  ahead: number
}

const place = 'verify-keys'
const empty: Kept = { keys: [], ahead: 0 }

function kept(): Kept {
  try {
    const value = JSON.parse(localStorage.getItem(place) ?? '') as Partial<Kept>
    if (Array.isArray(value.keys) && Number.isFinite(value.ahead)) return value as Kept
  } catch {
    // Nothing yet, or not ours.
  }
  return empty
}

export const keptKeys = (): Keys =>
  kept().keys.flatMap((text) => {
    const key = readKey(String(text))
    return key ? [key] : []
  })

/** The server's clock, as far as it was from the phone's when the keys were fetched. */
function setClock(): void {
  if (!session.me.value) setServerNow(new Date(Date.now() + kept().ahead).toISOString())
}
setClock()

/** False where the server does not answer; the keys of before stay. */
export async function fetchKeys(): Promise<boolean> {
  try {
    const answer = await get<Answer>('/api/observation/keys')
    const value: Kept = {
      keys: answer.keys.map((one) => one.key),
      ahead: Date.parse(answer.now) - Date.now(),
    }
    localStorage.setItem(place, JSON.stringify(value))
    setClock()
    return true
  } catch {
    return false
  }
}
