import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/today', name: 'today', component: () => import('./TodayPage.vue') },
] satisfies RouteRecordRaw[]
