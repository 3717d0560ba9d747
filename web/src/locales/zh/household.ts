export default { noAddress: '（无地址）', people: '{n} 人' }
