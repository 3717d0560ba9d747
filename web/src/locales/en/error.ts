export default {
  unreachable: 'The server cannot be reached',
  server: 'The server cannot answer just now',
  unknown: 'Something went wrong on this page',
  retry: 'Check the network and try again; what you entered is still here',
  notFound: 'There is no such page, or your role may not open it',
  notFoundText: 'Check the address. If your work needs it, ask the administrator for the role.',
  home: 'Go to Today',
}
