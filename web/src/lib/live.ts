// Live updates: one stream for the whole application. Pages say which kinds of change matter to
// them and are told, a little later, that they should load again.
import { onScopeDispose, ref } from 'vue'

import { contains } from './areas'
import { session } from './session'

type Listener = (kind: string, area: string) => void

const listeners = new Set<Listener>()
let source: EventSource | null = null
let retry: ReturnType<typeof setTimeout> | undefined
let failures = 0

/** Whether the server tells us of changes at the moment. */
export const connected = ref(true)

function tell(kind: string, area: string): void {
  for (const listener of [...listeners]) listener(kind, area)
}

function open(): void {
  clearTimeout(retry)
  if (source || !session.me.value) return
  source = new EventSource('/api/live')
  source.addEventListener('open', () => {
    // What happened while the line was down is not known: everybody loads again.
    if (!connected.value) tell('*', '')
    connected.value = true
    failures = 0
  })
  source.addEventListener('change', (event) => {
    const change = JSON.parse((event as MessageEvent<string>).data) as Record<string, string>
    tell(change.kind, change.area)
  })
  source.addEventListener('resync', () => tell('*', ''))
  source.addEventListener('tick', () => {
    void session
      .readClock()
      .catch(() => {})
      .then(() => tell('tick', ''))
  })
  source.addEventListener('error', () => {
    connected.value = false
    // The browser reconnects by itself after a broken line, but not after a refusal.
    if (source?.readyState !== EventSource.CLOSED) return
    source = null
    retry = setTimeout(open, Math.min(60_000, 2_000 * 2 ** failures++))
  })
}

function close(): void {
  clearTimeout(retry)
  source?.close()
  source = null
  connected.value = true
}

session.whenLeft(close)
if (typeof window !== 'undefined') {
  window.addEventListener('online', () => {
    failures = 0
    open()
  })
}

/** True if a change there concerns a page about `area`: inside it, or around it. */
export function concerns(changed: string, area: string): boolean {
  return !changed || !area || contains(changed, area) || contains(area, changed)
}

/**
 * Calls `reload` some time after changes whose kind begins with one of `kinds` ("monitoring.",
 * "registry.person") in the chosen area; many changes at once make one call, and a page in the
 * background waits until it is looked at.
 */
export function useLive(kinds: string[], reload: () => unknown): void {
  const wait = 400
  let timer: ReturnType<typeof setTimeout> | undefined
  let first = 0
  let missed = false

  const fire = () => {
    timer = undefined
    first = 0
    if (document.hidden) missed = true
    else void reload()
  }
  const listener: Listener = (kind, area) => {
    const wanted = kind === '*' || kind === 'tick' || kinds.some((k) => kind.startsWith(k))
    if (!wanted || !concerns(area, session.area.value)) return
    // Under a steady stream of changes, still once every few seconds.
    first ||= Date.now()
    if (Date.now() - first > 3_000 && timer) return
    clearTimeout(timer)
    timer = setTimeout(fire, wait)
  }
  const seen = () => {
    if (!document.hidden && missed) {
      missed = false
      void reload()
    }
  }

  listeners.add(listener)
  document.addEventListener('visibilitychange', seen)
  open()
  onScopeDispose(() => {
    listeners.delete(listener)
    document.removeEventListener('visibilitychange', seen)
    clearTimeout(timer)
  })
}
