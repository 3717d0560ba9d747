// Keeps the application's own files, so that it opens where there is no network. Answers of the
// server about people and work (/api) never pass through here and are never kept.
const shell = 'shell-1'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const request = event.request
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (url.pathname.startsWith('/api/')) return
  if (request.mode === 'navigate') event.respondWith(page(request))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request))
})

// The newest page there is; its assets have their content's hash in the name.
async function page(request) {
  const cache = await caches.open(shell)
  try {
    const fresh = await fetch(request)
    if (fresh.ok) {
      const before = await cache.match('/')
      const text = await fresh.clone().text()
      if (!before || (await before.text()) !== text) {
        for (const old of await cache.keys()) await cache.delete(old)
        await cache.put('/', new Response(text, { headers: fresh.headers }))
      }
    }
    return fresh
  } catch (error) {
    const kept = await cache.match('/')
    if (kept) return kept
    throw error
  }
}

async function asset(request) {
  const cache = await caches.open(shell)
  const kept = await cache.match(request)
  if (kept) return kept
  const fresh = await fetch(request)
  if (fresh.ok) await cache.put(request, fresh.clone())
  return fresh
}
