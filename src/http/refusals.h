// What the server itself refuses, and how any refusal is put into a response.
#pragma once

#include "base/refusal.h"

namespace fx::http {

inline constexpr RefusalKind kBadRequest{
    "http.bad-request",
    400,
    "请求格式有误",
    "the request is malformed",
    "请刷新页面后重试；若仍出现，请检查代理或客户端程序",
    "reload and try again; if it persists, check the proxy or the client program"};
inline constexpr RefusalKind kBadTarget{
    "http.bad-target",
    400,
    "网址中有无法识别的字符或段落",
    "the address has characters or segments that cannot be read",
    "请检查网址，重新打开页面",
    "check the address and open the page again"};
inline constexpr RefusalKind kNotFound{"http.not-found",
                                       404,
                                       "没有这个网址",
                                       "there is nothing at this address",
                                       "请检查网址，或从首页重新进入",
                                       "check the address, or start again from the first page"};
inline constexpr RefusalKind kMethodNotAllowed{
    "http.method-not-allowed", 405,
    "此网址不支持这种操作",    "this address does not support that method",
    "允许的操作见 Allow 头",   "the Allow header lists the methods it supports"};
inline constexpr RefusalKind kTooSlow{
    "http.too-slow",          408,
    "请求传输太慢，已中断",   "the request arrived too slowly and was cut off",
    "请在网络较好的地方重试", "try again where the network is better"};
inline constexpr RefusalKind kBodyTooLarge{
    "http.body-too-large",
    413,
    "内容过大，上限 {limit_bytes} 字节",
    "the content is larger than the limit of {limit_bytes} bytes",
    "请拆分后分批提交",
    "split it and send the parts one by one"};
inline constexpr RefusalKind kTargetTooLong{
    "http.target-too-long", 414, "网址过长", "the address is too long", "请减少筛选条件",
    "use fewer filters"};
inline constexpr RefusalKind kExpectation{
    "http.expectation",       417,
    "不支持的 Expect 请求头", "that Expect header is not supported",
    "请去掉 Expect 头后重发", "send the request without the Expect header"};
inline constexpr RefusalKind kTooOften{
    "http.too-often",           429,
    "查询过于频繁，请稍候再试", "asked too often",
    "{seconds} 秒后再试",       "try again in {seconds} seconds"};
inline constexpr RefusalKind kHeadersTooLarge{"http.headers-too-large",
                                              431,
                                              "请求头过大",
                                              "the request headers are too large",
                                              "请清除本站的 Cookie 后重试",
                                              "clear this site's cookies and try again"};
inline constexpr RefusalKind kFault{"http.fault",
                                    500,
                                    "系统内部错误，已记录",
                                    "an internal error; it has been logged",
                                    "请把请求编号 {request} 告诉管理员",
                                    "tell the administrator the request id {request}"};
inline constexpr RefusalKind kNotImplemented{
    "http.not-implemented",       501,
    "不支持的请求方法或传输编码", "that method or transfer encoding is not supported",
    "请使用受支持的客户端",       "use a supported client"};
inline constexpr RefusalKind kBusy{"http.busy",
                                   503,
                                   "系统繁忙，未处理此请求",
                                   "the system is busy and did not process this request",
                                   "请几秒后重试；重复提交不会重复登记",
                                   "try again in a few seconds; sending twice is harmless"};
inline constexpr RefusalKind kUnavailable{
    "http.unavailable",
    503,
    "系统暂时无法完成此请求，已记录",
    "the system could not complete this request for now; it has been logged",
    "请稍后重试；若仍出现，请把请求编号 {request} 告诉管理员",
    "try again later; if it persists, tell the administrator the request id {request}"};
inline constexpr RefusalKind kVersion{"http.version",       505,
                                      "不支持的 HTTP 版本", "that HTTP version is not supported",
                                      "请使用 HTTP/1.1",    "use HTTP/1.1"};

}  // namespace fx::http
