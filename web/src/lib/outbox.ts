// Work done where there is no network. Commands wait in the browser under the ids they were given
// and are sent, in order, as soon as the server answers again; sending one twice is harmless. What
// waits holds ids and figures, never a name.
import { computed, reactive } from 'vue'

import { command, Refused, Unreachable, words, type CommandAnswer } from './api'
import { session } from './session'
import { now } from './time'
import { ulid } from './ulid'

export interface Waiting {
  id: string
  account: string
  name: string
  body: Record<string, unknown>
  occurredAt: string
  /** Says what it is without saying about whom ("36.5 ℃"). */
  label: string
  person?: string
  /** Why the server would not take it; it stays until somebody has read this. */
  refused?: { message: string; remedy: string }
}

const key = 'outbox'
const state = reactive<{ all: Waiting[]; sending: boolean }>({ all: read(), sending: false })

function read(): Waiting[] {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '[]')
  } catch {
    return []
  }
}

// Other tabs of this browser have the same box: changes are made to what is stored, not to a copy.
function change(edit: (all: Waiting[]) => Waiting[]): void {
  state.all = edit(read())
  localStorage.setItem(key, JSON.stringify(state.all))
}

function replace(id: string, by: Partial<Waiting> | null): void {
  change((all) =>
    all.flatMap((one) => (one.id !== id ? [one] : by === null ? [] : [{ ...one, ...by }])),
  )
}

type Sent = (waiting: Waiting) => void
const sentListeners = new Set<Sent>()

export const outbox = {
  /** Those of whoever is signed in; a phone may be shared. */
  mine: computed(() => state.all.filter((one) => one.account === session.me.value?.account)),
  sending: computed(() => state.sending),

  /** The answer, or nothing if it waits. Throws Refused. */
  async send<R = unknown>(
    name: string,
    body: Record<string, unknown>,
    about: { label: string; person?: string },
  ): Promise<CommandAnswer<R> | undefined> {
    const waiting: Waiting = {
      id: ulid(),
      account: session.me.value?.account ?? '',
      name,
      body,
      occurredAt: now().toISOString(),
      ...about,
    }
    // Kept before it is sent: whatever happens to the page, it is not lost.
    change((all) => [...all, waiting])
    // Those before it go first, or all of them wait.
    const older = this.mine.value.some((one) => one.id !== waiting.id && !one.refused)
    if (older) {
      void this.flush()
      return undefined
    }
    try {
      // Now, by the server's own clock.
      const answer = await command<R>(name, body, { id: waiting.id, attempts: 1 })
      replace(waiting.id, null)
      return answer
    } catch (error) {
      if (!(error instanceof Refused)) return undefined
      replace(waiting.id, null)
      throw error
    }
  },

  async flush(): Promise<void> {
    if (state.sending || !session.me.value) return
    state.sending = true
    try {
      for (;;) {
        state.all = read()
        const next = this.mine.value.find((one) => !one.refused)
        if (!next) return
        try {
          await command(next.name, next.body, {
            id: next.id,
            occurredAt: new Date(next.occurredAt),
            attempts: 1,
          })
          replace(next.id, null)
          for (const listener of sentListeners) listener(next)
        } catch (error) {
          if (error instanceof Unreachable) return
          if (error instanceof Refused && error.status === 401) return
          replace(next.id, { refused: words(error) })
        }
      }
    } finally {
      state.sending = false
    }
  },

  drop(id: string): void {
    replace(id, null)
  },
  onSent(listener: Sent): () => void {
    sentListeners.add(listener)
    return () => sentListeners.delete(listener)
  },
}

if (typeof window !== 'undefined') {
  window.addEventListener('online', () => void outbox.flush())
  window.addEventListener('storage', (event) => {
    if (event.key === key) state.all = read()
  })
  // The browser does not always know when the way to the server is open again.
  setInterval(() => {
    if (outbox.mine.value.some((one) => !one.refused)) void outbox.flush()
  }, 10_000)
}
