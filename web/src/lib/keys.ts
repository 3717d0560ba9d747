// Keyboard shortcuts: "/" to search, "g" and a letter to go somewhere, "?" for the list of them.
import { onScopeDispose } from 'vue'

export type Keys = Record<string, () => void>

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}

/** Sequences are written with a space: "g t". */
export function useKeys(keys: Keys): void {
  let before = ''
  let at = 0
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (typing(event.target) || document.querySelector('dialog[open]')) return
    const sequence = Date.now() - at < 1_000 && before ? `${before} ${event.key}` : event.key
    const action = keys[sequence] ?? keys[event.key]
    before = event.key
    at = Date.now()
    if (!action) return
    before = ''
    event.preventDefault()
    action()
  }
  document.addEventListener('keydown', pressed)
  onScopeDispose(() => document.removeEventListener('keydown', pressed))
}
