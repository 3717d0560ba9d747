export default {
  unreachable: '连不上服务器',
  server: '服务器暂时不能答复',
  unknown: '页面出错了',
  retry: '检查网络后重试；已填的内容还在',
  notFound: '没有这个页面，或您的角色不能打开它',
  notFoundText: '检查网址；如工作需要，请管理员给您的账号加上相应角色。',
  home: '回到今日',
}
