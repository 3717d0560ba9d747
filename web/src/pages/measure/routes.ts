import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/measure', name: 'measure', component: () => import('./MeasurePage.vue') },
] satisfies RouteRecordRaw[]
