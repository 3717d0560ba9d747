// Why a pack does not load, a decision cannot be made, or a check found something. {place_zh} and
// {place_en} name the file, row and column.
#pragma once

#include "base/refusal.h"

namespace fx::policy {

// --- files -------------------------------------------------------------------------------------
inline constexpr RefusalKind kFileMissing{"policy.file-missing",
                                          422,
                                          "{place_zh}：没有这个文件",
                                          "{place_en}: there is no such file",
                                          "补上该文件，或改正规则包里写的文件名",
                                          "add the file, or correct its name in the pack"};
inline constexpr RefusalKind kFileTooLarge{
    "policy.file-too-large",
    422,
    "{place_zh}：文件超过上限 {limit}",
    "{place_en}: larger than the limit of {limit}",
    "规则包是可以通读的小文件；删去无关内容或拆成几张表",
    "a pack is small files that people read; remove what does not belong, or split tables"};
inline constexpr RefusalKind kNotText{
    "policy.not-text",
    422,
    "{place_zh}：不是 UTF-8 文本",
    "{place_en}: not UTF-8 text",
    "在表格软件里另存为“CSV UTF-8（逗号分隔）”",
    "save it as \"CSV UTF-8 (comma delimited)\" in the spreadsheet program"};
inline constexpr RefusalKind kBadPath{
    "policy.bad-path",
    422,
    "{place_zh}：文件名“{value}”不合规",
    "{place_en}: the file name \"{value}\" is not allowed",
    "只用规则包文件夹内的相对路径，由小写字母、数字、-、_、. 和 / 组成，不含 ..",
    "use a path inside the pack's folder, of lower-case letters, digits, - _ . and /, without .."};

// --- YAML --------------------------------------------------------------------------------------
inline constexpr RefusalKind kYamlSyntax{
    "policy.yaml-syntax",
    422,
    "{place_zh}：YAML 写法有误（{detail}）",
    "{place_en}: not well-formed YAML ({detail})",
    "检查这一行的缩进（用空格）、冒号后的空格和引号是否成对",
    "check this line's indentation (spaces), the space after colons, and that quotes are paired"};
inline constexpr RefusalKind kYamlAlias{"policy.yaml-alias",
                                        422,
                                        "{place_zh}：用了 YAML 的锚点或引用（& 或 *）",
                                        "{place_en}: uses a YAML anchor or alias (& or *)",
                                        "把内容直接写出来；规则包不接受引用",
                                        "write the content out; packs take no references"};
inline constexpr RefusalKind kYamlTag{"policy.yaml-tag",
                                      422,
                                      "{place_zh}：用了 YAML 标签（!）",
                                      "{place_en}: uses a YAML tag (!)",
                                      "去掉标签，直接写值",
                                      "remove the tag and write the value"};
inline constexpr RefusalKind kYamlTooDeep{"policy.yaml-too-deep",
                                          422,
                                          "{place_zh}：嵌套超过 {limit} 层",
                                          "{place_en}: nested deeper than {limit} levels",
                                          "按文档的格式书写，规则包不需要这样深的层次",
                                          "follow the documented format, which is never so deep"};
inline constexpr RefusalKind kYamlTooMany{"policy.yaml-too-many",
                                          422,
                                          "{place_zh}：条目超过 {limit} 个",
                                          "{place_en}: more than {limit} entries",
                                          "把长的清单放进 CSV 表",
                                          "move long lists into CSV tables"};
inline constexpr RefusalKind kYamlDuplicateKey{
    "policy.yaml-duplicate-key",     422,
    "{place_zh}：“{value}”写了两次", "{place_en}: \"{value}\" is given twice",
    "留下一处，删去另一处",          "keep one and delete the other"};
inline constexpr RefusalKind kYamlKey{"policy.yaml-key",
                                      422,
                                      "{place_zh}：键必须是一个词",
                                      "{place_en}: a key must be a single word",
                                      "按“键: 值”书写",
                                      "write \"key: value\""};
inline constexpr RefusalKind kYamlDocuments{"policy.yaml-documents",
                                            422,
                                            "{place_zh}：必须正好有一个 YAML 文档",
                                            "{place_en}: there must be exactly one YAML document",
                                            "不要用 --- 分成几份",
                                            "do not split the file with ---"};

// --- CSV ---------------------------------------------------------------------------------------
inline constexpr RefusalKind kCsvSyntax{
    "policy.csv-syntax",
    422,
    "{place_zh}：双引号不成对",
    "{place_en}: a double quote has no partner",
    "含逗号或换行的单元格用一对双引号括住，其中的双引号写两个",
    "enclose cells with commas or line breaks in double quotes, and double the quotes inside"};
inline constexpr RefusalKind kCsvTooWide{"policy.csv-too-wide",
                                         422,
                                         "{place_zh}：超过 {limit} 列",
                                         "{place_en}: more than {limit} columns",
                                         "删去多余的列",
                                         "remove the columns that do not belong"};
inline constexpr RefusalKind kCsvTooLong{"policy.csv-too-long",
                                         422,
                                         "{place_zh}：超过 {limit} 行",
                                         "{place_en}: more than {limit} rows",
                                         "合并相同的规则，或拆成几个主题",
                                         "merge equal rules, or split into several topics"};
inline constexpr RefusalKind kCsvCellTooLong{"policy.csv-cell-too-long",
                                             422,
                                             "{place_zh}：单元格超过 {limit} 字节",
                                             "{place_en}: a cell longer than {limit} bytes",
                                             "缩短内容",
                                             "shorten it"};
inline constexpr RefusalKind kCsvRowWidth{
    "policy.csv-row-width",
    422,
    "{place_zh}：单元格比表头多",
    "{place_en}: more cells than the header has",
    "检查这一行是否多了逗号；含逗号的内容要用双引号括住",
    "look for an extra comma; cells that contain one need double quotes"};
inline constexpr RefusalKind kNotWorkbook{
    "policy.not-workbook",
    422,
    "{place_zh}：不能作为 XLSX 工作簿读取（{detail_zh}）",
    "{place_en}: cannot be read as an XLSX workbook ({detail_en})",
    "用表格软件打开后另存为 XLSX 或“CSV UTF-8”",
    "open it in a spreadsheet program and save it as XLSX or \"CSV UTF-8\""};
inline constexpr RefusalKind kTableEmpty{
    "policy.table-empty",       422,
    "{place_zh}：表里没有规则", "{place_en}: the table has no rules",
    "至少写一行规则",           "write at least one rule"};

// --- pack.yaml ---------------------------------------------------------------------------------
inline constexpr RefusalKind kKeyMissing{"policy.key-missing",
                                         422,
                                         "{place_zh}：缺少“{value}”",
                                         "{place_en}: \"{value}\" is missing",
                                         "补上这一项",
                                         "add it"};
inline constexpr RefusalKind kKeyUnknown{"policy.key-unknown",
                                         422,
                                         "{place_zh}：不认识“{value}”",
                                         "{place_en}: \"{value}\" is not known here",
                                         "检查拼写；可用的是 {expected}",
                                         "check the spelling; known here are {expected}"};
inline constexpr RefusalKind kWrongShape{"policy.wrong-shape",
                                         422,
                                         "{place_zh}：“{value}”的写法不对",
                                         "{place_en}: \"{value}\" has the wrong shape",
                                         "此处应为 {expected}",
                                         "expected here: {expected}"};
inline constexpr RefusalKind kDocumentShape{
    "policy.document-shape",        422,
    "{place_zh}：不是规则包的内容", "{place_en}: this is not what a pack is made of",
    "此处应为 {expected}",          "expected here: {expected}"};
inline constexpr RefusalKind kBadValue{"policy.bad-value",
                                       422,
                                       "{place_zh}：“{value}”不是有效的值",
                                       "{place_en}: \"{value}\" is not a valid value",
                                       "此处应为 {expected}",
                                       "expected here: {expected}"};
inline constexpr RefusalKind kBadId{
    "policy.bad-id",
    422,
    "{place_zh}：“{value}”不能作编号",
    "{place_en}: \"{value}\" cannot be an id",
    "编号由小写字母、数字、- 和 _ 组成，以字母或数字开头，最多 64 个",
    "ids are lower-case letters, digits, - and _, begin with a letter or digit, and have at most "
    "64"};
inline constexpr RefusalKind kDuplicateId{"policy.duplicate-id",
                                          422,
                                          "{place_zh}：“{value}”已经用过",
                                          "{place_en}: \"{value}\" is used already",
                                          "换一个名字",
                                          "choose another"};
inline constexpr RefusalKind kFormatVersion{"policy.format-version",
                                            422,
                                            "{place_zh}：规则包格式 {value} 不受支持",
                                            "{place_en}: pack format {value} is not supported",
                                            "写 format: 1",
                                            "write format: 1"};
inline constexpr RefusalKind kNoEditions{
    "policy.no-editions",           422,
    "{place_zh}：没有版次",         "{place_en}: there are no editions",
    "至少写一个版次，注明生效日期", "write at least one edition with its first day"};
inline constexpr RefusalKind kEditionsOverlap{
    "policy.editions-overlap",
    422,
    "{place_zh}：版次“{value}”与“{other}”的日期重叠",
    "{place_en}: the dates of the editions \"{value}\" and \"{other}\" overlap",
    "按生效日期先后书写；until 要早于下一版次的 from",
    "list editions by date; until must be before the next edition's from"};

// --- tables ------------------------------------------------------------------------------------
inline constexpr RefusalKind kColumnUnknown{
    "policy.column-unknown",
    422,
    "{place_zh}：“{value}”既不是事实也不是结论",
    "{place_en}: \"{value}\" is neither a fact nor an outcome",
    "检查表头的拼写；本主题的结论有 {expected}",
    "check the spelling in the header; the outcomes of this topic are {expected}"};
inline constexpr RefusalKind kColumnTwice{"policy.column-twice",
                                          422,
                                          "{place_zh}：列“{value}”出现两次",
                                          "{place_en}: the column \"{value}\" appears twice",
                                          "删去一列",
                                          "delete one of them"};
inline constexpr RefusalKind kCellSyntax{
    "policy.cell-syntax",
    422,
    "{place_zh}：看不懂“{value}”",
    "{place_en}: \"{value}\" cannot be read",
    "可写：- （任意）、值、a; b、not(a)、>=14、[3..7]、missing",
    "write - (any), a value, a; b, not(a), >=14, [3..7] or missing"};
inline constexpr RefusalKind kCellValue{"policy.cell-value",
                                        422,
                                        "{place_zh}：“{value}”不是“{fact}”的值",
                                        "{place_en}: \"{value}\" is not a value of \"{fact}\"",
                                        "此处应为 {expected}",
                                        "expected here: {expected}"};
inline constexpr RefusalKind kCellRange{"policy.cell-range",
                                        422,
                                        "{place_zh}：区间“{value}”是空的",
                                        "{place_en}: the range \"{value}\" is empty",
                                        "左边的数要不大于右边的数",
                                        "the left end must not be greater than the right"};
inline constexpr RefusalKind kOutcomeMissing{
    "policy.outcome-missing",
    422,
    "{place_zh}：缺少结论“{value}”",
    "{place_en}: the outcome \"{value}\" is missing",
    "填写这一格，或在 pack.yaml 的 defaults 中给出",
    "fill the cell, or give it under defaults in pack.yaml"};
inline constexpr RefusalKind kRestrictiveWithout{
    "policy.restrictive-without",
    422,
    "{place_zh}：限制性措施缺少“{value}”",
    "{place_en}: a restrictive outcome without \"{value}\"",
    "限制人身自由的规则必须写明法律依据、作出单位、最长期限和申诉途径",
    "a rule that restricts people must state legal basis, issuer, longest duration and appeal "
    "route"};
inline constexpr RefusalKind kInconsistent{
    "policy.inconsistent",     422,          "{place_zh}：{detail_zh}",
    "{place_en}: {detail_en}", "改正这一行", "correct this row"};

inline constexpr RefusalKind kTableTooComplex{
    "policy.table-too-complex",
    422,
    "{place_zh}：表太复杂，单元格列举的值太多",
    "{place_en}: too complex, with too many values listed in its cells",
    "用区间代替列举，或拆成几张表",
    "write ranges instead of lists, or split the table"};

// --- deciding ----------------------------------------------------------------------------------
inline constexpr RefusalKind kFactUnknown{"policy.fact-unknown",
                                          422,
                                          "规则包没有“{value}”这个事实",
                                          "the pack has no fact \"{value}\"",
                                          "检查拼写",
                                          "check the spelling"};
inline constexpr RefusalKind kFactValue{
    "policy.fact-value",       422,
    "“{fact}”不能是“{value}”", "\"{fact}\" cannot be \"{value}\"",
    "应为 {expected}",         "expected: {expected}"};
inline constexpr RefusalKind kNoEdition{"policy.no-edition",
                                        409,
                                        "规则包 {pack} 在 {day} 没有生效的版次",
                                        "the pack {pack} has no edition in force on {day}",
                                        "选用在该日生效的规则包",
                                        "use a pack that is in force on that day"};
inline constexpr RefusalKind kNoTopic{
    "policy.no-topic",
    409,
    "规则包 {pack} / {edition} 没有规定“{topic}”",
    "the pack {pack} / {edition} says nothing about \"{topic}\"",
    "在规则包中补上这张表，或由有权限的人决定",
    "add the table to the pack, or let someone with the right decide"};
inline constexpr RefusalKind kNoRule{
    "policy.no-rule",
    409,
    "规则包 {pack} / {edition} / {topic} 没有适用的规则（{facts_zh}）",
    "no rule of {pack} / {edition} / {topic} applies ({facts_en})",
    "由有权限的人决定，并请规则包的维护者补上这种情形",
    "let someone with the right decide, and ask the pack's keeper to add the case"};
inline constexpr RefusalKind kSeveralRules{
    "policy.several-rules",
    409,
    "规则包 {pack} / {edition} / {topic} 有几条规则同时适用（第 {rows} 行）",
    "several rules of {pack} / {edition} / {topic} apply at once (rows {rows})",
    "请规则包的维护者消除重叠",
    "ask the pack's keeper to remove the overlap"};

// --- layers (see layers.h) ---------------------------------------------------------------------
inline constexpr RefusalKind kLayerLevel{
    "policy.layer-level",
    422,
    "规则包 {pack}（{level}）不能在 {other}（{other_level}）之下：层级须自上而下",
    "the pack {pack} ({level}) cannot stand below {other} ({other_level}): levels must descend",
    "改正规则包的 level，或只为每一级选用一个规则包",
    "correct the level of the packs, or choose one pack for each level"};
inline constexpr RefusalKind kLayerDisease{
    "policy.layer-disease",
    422,
    "规则包 {pack} 针对 {value}，而 {other} 针对 {expected}",
    "the pack {pack} is for {value}, but {other} is for {expected}",
    "只把同一疾病的规则包叠加使用",
    "lay only packs for the same disease over one another"};
inline constexpr RefusalKind kLayerUnder{
    "policy.layer-under",
    422,
    "规则包 {pack} 写明在 {other} 之下，但没有这个上级规则包",
    "the pack {pack} is written under {other}, which is not there",
    "补上该规则包，或改正 under",
    "add that pack, or correct \"under\""};
inline constexpr RefusalKind kLayerCycle{
    "policy.layer-cycle",      422,
    "规则包互为上级：{value}", "packs are written under one another: {value}",
    "改正其中一个的 under",    "correct \"under\" in one of them"};
inline constexpr RefusalKind kLayerWords{
    "policy.layer-words",
    422,
    "规则包 {pack} 的“{value}”与上级规则包的定义不同",
    "the pack {pack} declares \"{value}\" differently from a pack above",
    "换一个名字，或按上级的定义书写",
    "choose another name, or declare it as the pack above does"};
inline constexpr RefusalKind kLayerFixed{
    "policy.layer-fixed",
    422,
    "{place_zh}：{other} 不允许下级改动“{topic_zh}”，本表不予采用",
    "{place_en}: {other} lets no lower level touch \"{topic_en}\"; the table does not count",
    "删去这张表，或请上级放开",
    "remove the table, or ask the upper level to allow it"};
inline constexpr RefusalKind kLayerHit{
    "policy.layer-hit",
    422,
    "{place_zh}：与上级 {other} 的表命中方式不同，本表不予采用",
    "{place_en}: the hit policy does not go with that of {other}; the table does not count",
    "上级为 collect 的，下级也用 collect；反之亦然",
    "use collect where the upper level does, and only there"};
inline constexpr RefusalKind kLayerLooser{
    "policy.layer-looser",
    422,
    "{place_zh}：{value_zh}，未从严于上级 {other} 的 {above_zh}，例如 {facts_zh}；不予采用",
    "{place_en}: {value_en} does not keep to {above_en} of {other}, for example {facts_en}; it "
    "does "
    "not count",
    "下级只能从严：改得不低于上级，或请上级放开",
    "a lower level may only tighten: make it no looser, or ask the upper level to allow it"};

// --- findings of a check (see findings.h) ------------------------------------------------------
inline constexpr RefusalKind kGap{"policy.gap",
                                  422,
                                  "{place_zh}：有情形没有规则，例如 {facts_zh}",
                                  "{place_en}: a case has no rule, for example {facts_en}",
                                  "补一行规则，或在表末加一行“其余”",
                                  "add a row for it, or a last row for all the rest"};
inline constexpr RefusalKind kOverlap{
    "policy.overlap",
    422,
    "{place_zh}：与第 {other} 行重叠，例如 {facts_zh}",
    "{place_en}: overlaps row {other}, for example {facts_en}",
    "收窄其中一行，或把命中方式改为 first 并排好先后",
    "narrow one of the rows, or declare the hit policy first and order them"};
inline constexpr RefusalKind kUnreachable{
    "policy.unreachable",
    422,
    "{place_zh}：这一行永远用不到，例如 {facts_zh} 已由第 {other} 行决定",
    "{place_en}: this row can never apply: for example {facts_en} is decided by row {other}",
    "上移这一行，或删去它",
    "move it up, or delete it"};
inline constexpr RefusalKind kMonitoringLonger{
    "policy.monitoring-longer",
    422,
    "{place_zh}：要求 {days} 天的监测，而“{class_zh}”的{measure_zh}只有 {period} 天，例如 "
    "{facts_zh}",
    "{place_en}: asks for {days} days of monitoring, but {measure_en} of \"{class_en}\" lasts "
    "{period}, "
    "for example {facts_en}",
    "把两处天数改成一致",
    "make the two agree"};
inline constexpr RefusalKind kTestAfterEnd{
    "policy.test-after-end",
    422,
    "{place_zh}：第 {days} 天检测，而“{class_zh}”的{measure_zh}第 {period} 天就结束，例如 "
    "{facts_zh}",
    "{place_en}: a test on day {days}, but {measure_en} of \"{class_en}\" ends on day {period}, "
    "for "
    "example {facts_en}",
    "改正检测日或期限",
    "correct the test day or the period"};
inline constexpr RefusalKind kOverMaximum{
    "policy.over-maximum",
    422,
    "{place_zh}：各阶段共 {days} 天，超过写明的最长期限 {period} 天",
    "{place_en}: the stages take {days} days, more than the longest duration of {period}",
    "改正天数或最长期限",
    "correct the days or the longest duration"};
inline constexpr RefusalKind kReleaseMissing{
    "policy.release-missing",
    422,
    "{place_zh}：“{class_zh}”的{measure_zh}没有解除条件，例如 {facts_zh}",
    "{place_en}: nothing says when {measure_en} of \"{class_en}\" is released, for example "
    "{facts_en}",
    "在 release 表中补上",
    "add it to the release table"};
inline constexpr RefusalKind kEditionGap{
    "policy.edition-gap",
    422,
    "{place_zh}：{from} 至 {until} 没有生效的版次",
    "{place_en}: no edition is in force from {from} to {until}",
    "补上版次，或延长前一版次",
    "add an edition, or extend the one before"};
inline constexpr RefusalKind kFactNotRecorded{
    "policy.fact-not-recorded",
    422,
    "{place_zh}：系统在“{topic}”上不提供事实“{value}”",
    "{place_en}: the system supplies no fact \"{value}\" for \"{topic}\"",
    "改用系统记录的事实：{expected}",
    "use a fact that is recorded: {expected}"};
inline constexpr RefusalKind kNeverUsed{"policy.never-used",
                                        422,
                                        "{place_zh}：“{value}”从未使用",
                                        "{place_en}: \"{value}\" is never used",
                                        "删去它，或在规则中用上",
                                        "delete it, or use it in a rule"};
inline constexpr RefusalKind kTooComplex{
    "policy.too-complex",
    422,
    "{place_zh}：规则太复杂，没有查全",
    "{place_en}: the rules are too complex to be checked completely",
    "减少行和列举的值，或拆成几张较小的表",
    "use fewer rows and values, or smaller tables"};
inline constexpr RefusalKind kExampleWrong{"policy.example-wrong",
                                           422,
                                           "{place_zh}：应为 {expected}，得到 {value}",
                                           "{place_en}: expected {expected}, got {value}",
                                           "改正规则或示例",
                                           "correct the rule or the example"};

}  // namespace fx::policy
