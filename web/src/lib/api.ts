// The one way to the server. Refusals come as Refused with the words to show; anything else that
// goes wrong on the way is Unreachable, after which a command may be sent again with the same id.
import { language, t } from '../i18n'
import { ulid } from './ulid'

export interface RefusalBody {
  code: string
  message: string
  remedy: string
  field?: string
  params?: Record<string, string>
}

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly refusal: RefusalBody,
  ) {
    super(refusal.message)
  }
}

export class Unreachable extends Error {}

export interface CommandAnswer<R = unknown> {
  id: string
  status: 'done' | 'already_done'
  subject: string | null
  entries: number
  result: R
}

export type Params = Record<string, string | number | boolean | undefined | null>

let csrf = ''
let signedOut: () => void = () => {}
let renew: () => Promise<boolean> = async () => false

export function setCsrf(token: string): void {
  csrf = token
}

/** What to do when the server says that nobody is signed in. */
export function onSignedOut(action: () => void): void {
  signedOut = action
}

/** How to get the token anew: a page that was opened without a network has none. */
export function onStaleToken(action: () => Promise<boolean>): void {
  renew = action
}

function address(path: string, params: Params = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== '') query.append(name, String(value))
  }
  const text = query.toString()
  return text ? `${path}?${text}` : path
}

async function send(url: string, options: RequestInit = {}, again = false): Promise<Response> {
  const headers = new Headers(options.headers)
  headers.set('Accept-Language', language())
  if (options.method === 'POST') headers.set('X-CSRF-Token', csrf)
  let response: Response
  try {
    response = await fetch(url, { ...options, headers, credentials: 'same-origin' })
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw new Unreachable(t('error.unreachable'))
  }
  if (response.ok) return response
  let refusal: RefusalBody | undefined
  try {
    refusal = (await response.json()).error
  } catch {
    // Not from the application: a proxy, or a server that is starting.
  }
  if (!refusal || response.status >= 500) throw new Unreachable(t('error.server'))
  if (response.status === 401 && refusal.code === 'access.not-signed-in') signedOut()
  if (refusal.code === 'app.csrf' && !again && (await renew())) return send(url, options, true)
  throw new Refused(response.status, refusal)
}

export async function get<T>(path: string, params: Params = {}, signal?: AbortSignal): Promise<T> {
  return (await send(address(path, params), { signal })).json()
}

export async function post<T>(path: string, body: unknown): Promise<T> {
  const response = await send(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  return (text ? JSON.parse(text) : undefined) as T
}

export async function upload<T>(path: string, params: Params, file: Blob): Promise<T> {
  const response = await send(address(path, params), {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: file,
  })
  return response.json()
}

/** Carries out a command; a broken connection is tried again with the same id. */
export async function command<R = unknown>(
  name: string,
  body: unknown,
  options: { id?: string; occurredAt?: Date; attempts?: number } = {},
): Promise<CommandAnswer<R>> {
  const envelope = {
    id: options.id ?? ulid(),
    occurred_at: options.occurredAt?.toISOString(),
    device: 'web',
    body,
  }
  for (let attempt = 0; ; attempt++) {
    try {
      return await post<CommandAnswer<R>>(`/api/commands/${name}`, envelope)
    } catch (error) {
      if (!(error instanceof Unreachable) || attempt + 1 >= (options.attempts ?? 3)) throw error
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt))
    }
  }
}

/** Downloads a document under the name that the server gives it. */
export async function download(path: string, params: Params = {}): Promise<void> {
  const response = await send(address(path, params))
  const disposition = response.headers.get('Content-Disposition') ?? ''
  const name = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1]
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = name ? decodeURIComponent(name) : 'download'
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** The words for any error that a page may meet. */
export function words(error: unknown): { message: string; remedy: string } {
  if (error instanceof Refused) return error.refusal
  if (error instanceof Unreachable) {
    return { message: error.message, remedy: t('error.retry') }
  }
  console.error(error)
  return { message: t('error.unknown'), remedy: t('error.retry') }
}
