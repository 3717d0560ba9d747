export default {
  nobody: '(not shown to you)',
  masked: 'masked',
  maskedWhy: 'Your role sees names and numbers in part only',
  sex: { male: 'male', female: 'female' },
  years: '{n} y',
}
