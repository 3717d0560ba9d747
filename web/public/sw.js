// Keeps the application's own files, so that it opens where there is no network. Answers of the
// server about people and work (/api) never pass through here and are never kept.
//
// Each version of the application has a cache of its own: what it takes to open it and to check
// codes (offline.json, made by the build), all of it or nothing, and what else is fetched of its
// assets. Pages come from the network where there is one, so a new version is never hidden by an
// old one; it takes the old one's place here once all of it has come.
const prefix = 'version-'
const patienceMillis = 3_000

self.addEventListener('install', (event) => {
  self.skipWaiting()
  event.waitUntil(takeVersion().catch(() => {}))
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const request = event.request
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (url.pathname.startsWith('/api/')) return
  if (request.mode === 'navigate') event.respondWith(page(event))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request))
  else if (event.request.destination) event.respondWith(other(request))
})

async function versions() {
  return (await caches.keys()).filter((name) => name.startsWith(prefix))
}
async function kept(request) {
  for (const name of (await versions()).reverse()) {
    const found = await (await caches.open(name)).match(request)
    if (found) return found
  }
}

async function takeVersion() {
  const answer = await fetch('/offline.json', { cache: 'no-cache' })
  if (!answer.ok) return
  const { version, files } = await answer.json()
  const name = prefix + version
  const cache = await caches.open(name)
  // They come all together or not at all.
  if (!(await cache.match('/'))) {
    try {
      await cache.addAll(files.map((file) => new Request(file, { cache: 'no-cache' })))
      // Another version may have come in between.
      const html = await (await cache.match('/')).text()
      if (!files.some((file) => file.startsWith('/assets/') && html.includes(file))) {
        throw new Error('page and files are of two versions')
      }
    } catch (error) {
      await caches.delete(name)
      throw error
    }
  }
  for (const old of await caches.keys()) if (old !== name) await caches.delete(old)
}

async function page(event) {
  const fresh = fetch(event.request)
  const look = fresh.then(async (answer) => {
    if (!answer.ok) return
    const [now, before] = [answer.clone(), await kept('/')]
    if (!before || (await before.text()) !== (await now.text())) await takeVersion()
  })
  event.waitUntil(look.catch(() => {}))
  const known = await kept('/')
  if (!known) return fresh
  // A signal that does not carry anything is as good as none.
  const late = new Promise((resolve) => setTimeout(() => resolve(known), patienceMillis))
  const answer = await Promise.race([fresh.catch(() => known), late])
  return answer.status >= 500 ? known : answer
}

async function asset(request) {
  const found = await kept(request)
  if (found) return found
  const fresh = await fetch(request)
  const newest = (await versions()).pop()
  if (fresh.ok && newest) await (await caches.open(newest)).put(request, fresh.clone())
  return fresh
}

// The icon and the like.
async function other(request) {
  try {
    return await fetch(request)
  } catch (error) {
    const found = await kept(request)
    if (found) return found
    throw error
  }
}
