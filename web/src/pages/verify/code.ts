// Codes on certificates and notices (docs/formats/signed-code.md).
import { get } from '../../lib/api'

export interface Verified {
  genuine: boolean // signed by this office
  stands: boolean // and what it says still holds
  problem?: string
  kind?: string
  number?: string
  issued_at?: string
  until?: string
  measure_name?: string
  area?: string
  area_name?: string
}

/** The code in what was pasted: alone, broken into lines, or with words around it. */
export function codeIn(text: string): string {
  const whole = /FX1\.[\w-]+\.[\w-]+/.exec(text.replace(/\s+/g, ''))
  return whole ? whole[0] : text.trim().slice(0, 400)
}

export const verify = (code: string): Promise<Verified> =>
  get<Verified>('/api/observation/verify', { code })
