export default {
  note: '程序可以做页面上能做的一切；本页由系统自身的声明生成。',
  download: '下载 OpenAPI 文件',
  tokens: '程序用令牌访问（账号页面生成），放在 Authorization 头里；页面用的登录会话不能给程序用。',
  commands:
    '改变数据的都是命令：POST /api/commands/名称，带自己生成的编号（ULID）。断线后用同一编号重发，不会重复办理；答复“done”表示已落盘。',
  refusals:
    '不予受理时状态码为 4xx，error 里有代码、原因、办法和字段；语言随 Accept-Language（zh 或 en）。',
  lists: '列表给出总数 total 和下一页的位置 next，把它作为 after 再问就是下一页。',
  find: '按路径、名称、权限查找',
  count: '{n} 个接口',
  parameters: '参数',
  body: '内容',
  answer: '答复',
  example: '示例',
}
