import { language, t } from '../../i18n'
import type { Grant } from '../../lib/session'

export const roles = [
  'grid_worker',
  'building_head',
  'doctor',
  'community_clerk',
  'community_director',
  'township_office',
  'command',
  'inspector',
  'administrator',
] as const

export interface Account {
  account: string
  login: string
  display: string
  home: string
  disabled: boolean
  must_change: boolean
  last_login?: string
  grants: Grant[]
  manageable: boolean
}

export interface Token {
  id: string
  name: string
  role: string
  area: string
  created_at: string
  expires_at: string
  revoked_at?: string
}

export const roleName = (grant: { role: string; role_zh?: string }): string =>
  language() === 'zh' && grant.role_zh ? grant.role_zh : t(`account.role.${grant.role}`)
