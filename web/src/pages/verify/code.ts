// Codes on certificates and notices (docs/formats/signed-code.md).
import { get } from '../../lib/api'
import { now, today } from '../../lib/time'
import { keptKeys } from './keys'
import { checkSigned, type Fault } from './signed'

export interface Verified {
  genuine: boolean // signed by this office
  stands: boolean // and what it says still holds
  problem?: string
  kind?: string
  number?: string
  issued_at?: string
  until?: string
  measure?: string
  measure_name?: string
  area?: string
  area_name?: string
}

/** What the code itself proves, when the issuer cannot be asked. */
export interface Proven extends Omit<Verified, 'stands' | 'problem'> {
  fault?: Fault | 'over'
  expiredAt?: string
}

/** The code in what was pasted: alone, broken into lines, or with words around it. */
export function codeIn(text: string): string {
  const whole = /FX1\.[\w-]+\.[\w-]+/.exec(text.replace(/\s+/g, ''))
  return whole ? whole[0] : text.trim().slice(0, 400)
}

/** By the issuer. */
export const verify = (code: string): Promise<Verified> =>
  get<Verified>('/api/observation/verify', { code })

const instant = (seconds: number): string => new Date(seconds * 1000).toISOString()

/** By the signature, with the keys that the phone keeps. */
export async function prove(code: string): Promise<Proven> {
  const { payload, fault } = await checkSigned(code, keptKeys(), now())
  if (!payload) return { genuine: false, fault }
  const { until, measure, area } = payload.fields
  // A notice binds through its last day; that of a certificate is past by its nature.
  const over = payload.kind === 'notice' && until !== undefined && until < today()
  return {
    genuine: true,
    fault: fault ?? (over ? 'over' : undefined),
    expiredAt: payload.expiresAt === undefined ? undefined : instant(payload.expiresAt),
    kind: payload.kind,
    number: payload.number,
    issued_at: instant(payload.issuedAt),
    until,
    measure,
    area,
  }
}
