export default {
  waiting: '{n} 条登记尚未送达，联网后自动发送',
  refused: '{n} 条登记未被受理，请查看',
  title: '未送达的登记',
  explain: '没有网络时的登记先存在本机，按登记时的时间补送；重复发送不会重复登记。',
  waits: '等待发送',
  who: '查看本人',
  drop: '知道了，移除',
  sendNow: '现在发送',
  kept: '没有网络，已存在本机',
  keptRemedy: '联网后自动发送',
}
