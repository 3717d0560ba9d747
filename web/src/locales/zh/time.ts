export default {
  today: '今天',
  minutes: '{n} 分钟',
  hours: '{n} 小时',
  days: '{n} 天',
  left: '还有{span}',
  over: '已超{span}',
  until: '{at} 前',
}
