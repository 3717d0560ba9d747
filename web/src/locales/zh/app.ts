export default {
  name: '防线',
  motto: '社区疫情防控信息系统',
  navigation: '主导航',
  skip: '跳到正文',
  otherLanguage: 'English',
  signOut: '退出',
  lineDown: '实时更新已断开',
  lineDownWhy: '与服务器的实时连接断开，正在重连；页面上的内容可能不是最新的',
  keys: '快捷键',
  kind: {
    rehearsal: '演练环境：数据和时钟都不是真实的',
    demonstration: '演示环境：人员和数据均为虚构',
  },
}
