import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/sites', name: 'sites', component: () => import('./SitesPage.vue') },
  {
    path: '/sites/:site',
    name: 'site',
    component: () => import('./SitePage.vue'),
    meta: { under: 'sites', needs: ['see_figures'] },
  },
] satisfies RouteRecordRaw[]
