import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

import { offline } from './offline'

// The server to talk to while developing the pages: `./dev run` beside `npm run dev`.
const server = process.env.FANGXIAN_SERVER ?? 'http://127.0.0.1:8420'

export default defineConfig({
  plugins: [vue(), offline()],
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
  define: {
    // Messages are compiled ahead or interpreted: never by eval, which the server's policy forbids.
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: true,
    __INTLIFY_DROP_MESSAGE_COMPILER__: false,
    __VUE_PROD_DEVTOOLS__: false,
  },
  build: { target: 'es2020', chunkSizeWarningLimit: 900 },
  test: { include: ['src/**/*.test.ts'], setupFiles: ['src/test-setup.ts'] },
})
