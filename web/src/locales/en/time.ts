export default {
  today: 'today',
  minutes: '{n} min',
  hours: '{n} h',
  days: '{n} d',
  left: '{span} left',
  over: '{span} over',
  until: 'by {at}',
}
