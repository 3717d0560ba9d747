import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/notice/:area?',
    name: 'notice',
    component: () => import('./NoticePage.vue'),
    meta: { anyone: true, bare: true },
  },
] satisfies RouteRecordRaw[]
