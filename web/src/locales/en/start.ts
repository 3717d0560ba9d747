export default {
  title: 'Getting started',
  go: 'Go',
  done: 'done',
  rules: 'Choose the policy pack',
  rulesWhy: 'Classes, measures and periods are decided by it; check it against the official texts.',
  register: 'Import the register of residents',
  registerWhy: 'The Excel or CSV file of the office will do; look first, then take it.',
  returnees: 'Import the lists of returnees',
  returneesWhy:
    'Own ledger, pushed lists and self-declarations together; each person counts once. Then place them.',
  accounts: 'Accounts for grid workers and doctors',
  accountsWhy:
    'Each sees their own grid only; the first password is shown once and changed at the first sign-in.',
}
