// Writes offline.json: the files that open the application and check codes without a network, for
// public/sw.js. What else a page needs is kept when it is first fetched.
import { createHash } from 'node:crypto'

import type { Plugin } from 'vite'

// Beside the start: pages that are to open without ever having been opened, and all that they fetch.
const pages = ['/src/pages/verify/VerifyPage.vue']
const languages = ['/src/locales/zh/index.ts', '/src/locales/en/index.ts']
const always = ['/', '/favicon.svg', '/icon-192.png', '/manifest.webmanifest']

export function offline(): Plugin {
  return {
    name: 'offline-files',
    enforce: 'post', // when the page itself is in the bundle
    generateBundle(_options, bundle) {
      const files = new Set<string>()
      const take = (name: string, withLater: boolean): void => {
        const chunk = bundle[name]
        if (files.has(name) || chunk?.type !== 'chunk') return
        files.add(name)
        for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css)
        for (const asset of chunk.viteMetadata?.importedAssets ?? []) files.add(asset)
        for (const one of chunk.imports) take(one, false)
        if (withLater) for (const one of chunk.dynamicImports) take(one, false)
      }
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        const from = chunk.facadeModuleId ?? ''
        const page = pages.some((one) => from.endsWith(one))
        if (chunk.isEntry || page || languages.some((one) => from.endsWith(one))) {
          take(chunk.fileName, page)
        }
      }
      for (const page of pages) {
        if (
          !Object.values(bundle).some((c) => c.type === 'chunk' && c.facadeModuleId?.endsWith(page))
        )
          this.error(`${page} is not a chunk of its own: it cannot be kept for opening offline`)
      }
      const list = [...always, ...[...files].sort().map((name) => `/${name}`)]
      const html = bundle['index.html']
      const version = createHash('sha256')
        .update(JSON.stringify(list))
        .update(html?.type === 'asset' ? html.source : '')
        .digest('hex')
        .slice(0, 16)
      this.emitFile({
        type: 'asset',
        fileName: 'offline.json',
        source: JSON.stringify({ version, files: list }),
      })
    },
  }
}
