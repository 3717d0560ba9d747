export default {
  waiting: '{n} entries not yet sent; they go when the network is back',
  refused: '{n} entries were refused, please look',
  title: 'Entries not yet sent',
  explain:
    'Without a network entries are kept on this device and sent later with the time they were made; sending one twice does no harm.',
  waits: 'waiting',
  who: 'Who it is about',
  drop: 'Read, remove',
  sendNow: 'Send now',
  kept: 'No network: kept on this device',
  keptRemedy: 'It is sent when the network is back',
}
