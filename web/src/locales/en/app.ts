export default {
  name: 'Fangxian',
  motto: 'Epidemic control for communities',
  navigation: 'Main navigation',
  skip: 'Skip to content',
  otherLanguage: '中文',
  signOut: 'Sign out',
  lineDown: 'No live updates',
  lineDownWhy:
    'The live connection to the server is broken and being restored; what you see may be out of date',
  keys: 'Keyboard shortcuts',
  kind: {
    rehearsal: 'Rehearsal: neither the data nor the clock is real',
    demonstration: 'Demonstration: all people and data are invented',
  },
}
