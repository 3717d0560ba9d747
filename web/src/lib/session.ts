// Who is signed in, and what they may do where.
import { computed, reactive } from 'vue'

import { get, onStaleToken, post, setCsrf, Unreachable } from './api'
import { contains } from './areas'
import { setServerNow } from './time'

export interface Grant {
  role: string
  role_zh: string
  area: string
  area_name: string
  full_name: string
}

export interface Me {
  account: string
  login: string
  display: string
  home: string
  home_name: string
  grants: Grant[]
  permissions: { permission: string; areas: string[] }[]
}

export type NodeKind = 'real' | 'rehearsal' | 'demonstration'

interface SessionAnswer {
  csrf: string
  must_change_password: boolean
  kind: NodeKind
  now: string
}

interface State {
  me: Me | null
  area: string
  mustChangePassword: boolean
  kind: NodeKind
}

const state = reactive<State>({ me: null, area: '', mustChangePassword: false, kind: 'real' })
const onLeave: (() => void)[] = []

export const session = {
  me: computed(() => state.me),
  /** The area that pages are about; the home area until another is chosen. */
  area: computed(() => state.area),
  signedIn: computed(() => state.me !== null || state.mustChangePassword),
  mustChangePassword: computed(() => state.mustChangePassword),
  kind: computed(() => state.kind),
  /** Whether one of the permissions is held anywhere: what to offer at all. */
  may: (...permissions: string[]) =>
    state.me?.permissions.some((one) => permissions.includes(one.permission)) ?? false,
  /** Whether the permission is held in this place; the server has the last word. */
  mayIn: (area: string, permission: string) =>
    state.me?.permissions.some(
      (one) => one.permission === permission && one.areas.some((top) => contains(top, area)),
    ) ?? false,

  choose(area: string) {
    state.area = area
    sessionStorage.setItem('area', area)
  },

  /** Takes up a session that the browser still has. Without a network, the one it last saw. */
  async open(): Promise<boolean> {
    try {
      await take(await get<SessionAnswer>('/api/session'))
      return true
    } catch (error) {
      const kept = sessionStorage.getItem('me')
      if (error instanceof Unreachable && kept) {
        state.me = JSON.parse(kept)
        state.area = sessionStorage.getItem('area') || state.me!.home
        return true
      }
      this.forget()
      return false
    }
  },
  async signIn(login: string, password: string): Promise<void> {
    await take(await post<SessionAnswer>('/api/login', { login, password }))
  },
  async signOut(): Promise<void> {
    await post('/api/logout', {})
    this.forget()
  },
  async changePassword(oldPassword: string, newPassword: string): Promise<void> {
    await post('/api/password', { old_password: oldPassword, new_password: newPassword })
    await take(await get<SessionAnswer>('/api/session'))
  },
  /** The clock of a rehearsal may have been set. */
  async readClock(): Promise<void> {
    if (state.kind !== 'rehearsal') return
    setServerNow((await get<SessionAnswer>('/api/session')).now, true)
  },
  /** What must go when somebody signs out. */
  whenLeft(action: () => void) {
    onLeave.push(action)
  },
  forget() {
    state.me = null
    state.area = ''
    state.mustChangePassword = false
    sessionStorage.clear()
    setCsrf('')
    for (const action of onLeave) action()
  },
}

// Only for the same account: somebody else may have signed in meanwhile, in another tab.
onStaleToken(async () => {
  const answer = await get<SessionAnswer>('/api/session')
  const me = answer.must_change_password ? null : await get<Me>('/api/me')
  if (!me || me.account !== state.me?.account) return false
  await take(answer)
  return true
})

async function take(answer: SessionAnswer): Promise<void> {
  setCsrf(answer.csrf)
  setServerNow(answer.now, answer.kind === 'rehearsal')
  state.kind = answer.kind
  state.mustChangePassword = answer.must_change_password
  // Until then the server tells nothing else.
  if (answer.must_change_password) return
  state.me = await get<Me>('/api/me')
  sessionStorage.setItem('me', JSON.stringify(state.me))
  state.area = sessionStorage.getItem('area') || state.me.home
}
