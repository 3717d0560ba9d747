import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

// The server to talk to while developing the pages: `./dev run` beside `npm run dev`.
const server = process.env.FANGXIAN_SERVER ?? 'http://127.0.0.1:8420'

export default defineConfig({
  plugins: [vue()],
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
  build: { target: 'es2020', chunkSizeWarningLimit: 900 },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
})
