import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/verify',
    name: 'verify',
    component: () => import('./VerifyPage.vue'),
    meta: { anyone: true },
  },
] satisfies RouteRecordRaw[]
