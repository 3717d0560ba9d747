// Every reason for which a file, a sheet or a row is not read, in descending precedence, and the
// warnings about what was read all the same. Params hold counts, formats and headings, never the
// contents of data cells.
#pragma once

#include "base/refusal.h"

namespace fx::sheet {

// The file as a whole.
inline constexpr RefusalKind kEmptyFile{"sheet.empty-file",
                                        422,
                                        "文件是空的",
                                        "the file is empty",
                                        "请检查后重新导出并上传",
                                        "export the file again and send it once more"};
inline constexpr RefusalKind kFileTooLarge{
    "sheet.file-too-large",
    413,
    "文件 {size} MB，超过上限 {limit} MB",
    "the file has {size} MB, more than the limit of {limit} MB",
    "请删去图片和无关的工作表，或拆成几个文件分别上传",
    "remove pictures and unrelated sheets, or split the file"};
inline constexpr RefusalKind kEncrypted{
    "sheet.encrypted",
    422,
    "文件设有打开密码，无法读取",
    "the file is protected by a password and cannot be read",
    "请用 Excel 或 WPS 打开，去掉密码后另存为 xlsx 再上传",
    "open it in Excel or WPS, remove the password, save as xlsx and send that"};
inline constexpr RefusalKind kOldExcel{
    "sheet.old-excel",
    422,
    "这是旧版 Excel（xls/et）文件，不能直接读取",
    "this is an old Excel file (xls or et), which cannot be read",
    "请用 Excel 或 WPS 打开，另存为 xlsx 再上传",
    "open it in Excel or WPS, save as xlsx and send that"};
inline constexpr RefusalKind kHtmlAsExcel{
    "sheet.html",
    422,
    "这是网页文件，不是真正的表格（有的系统把网页导出成 .xls）",
    "this is a web page and not a spreadsheet (some systems export pages as .xls)",
    "请用 Excel 或 WPS 打开，另存为 xlsx 再上传",
    "open it in Excel or WPS, save as xlsx and send that"};
inline constexpr RefusalKind kXmlSpreadsheet{"sheet.xml-2003",
                                             422,
                                             "这是 XML 格式的表格，不能直接读取",
                                             "this is an XML spreadsheet, which cannot be read",
                                             "请用 Excel 或 WPS 打开，另存为 xlsx 再上传",
                                             "open it in Excel or WPS, save as xlsx and send that"};
inline constexpr RefusalKind kOpenDocument{
    "sheet.open-document",
    422,
    "这是 OpenDocument（ods）文件，不能直接读取",
    "this is an OpenDocument file (ods), which cannot be read",
    "请打开后另存为 xlsx 再上传",
    "open it, save as xlsx and send that"};
inline constexpr RefusalKind kBinaryWorkbook{
    "sheet.xlsb",
    422,
    "这是二进制工作簿（xlsb），不能直接读取",
    "this is a binary workbook (xlsb), which cannot be read",
    "请用 Excel 打开，另存为 xlsx 再上传",
    "open it in Excel, save as xlsx and send that"};
inline constexpr RefusalKind kNotASheet{
    "sheet.not-a-sheet",
    422,
    "这是{format_zh}，不是表格",
    "this is {format}, not a table of rows",
    "请上传 xlsx、csv 或 jsonl 文件；纸质或图片名单请先录入表格",
    "send an xlsx, csv or jsonl file; type lists on paper or in pictures into a sheet first"};
inline constexpr RefusalKind kUnknownEncoding{
    "sheet.unknown-encoding",
    422,
    "文件不是文本，或编码既不是 UTF-8、UTF-16，也不是 GB18030",
    "the file is not text in UTF-8, UTF-16 or GB18030",
    "请用 Excel 或 WPS 打开，另存为 xlsx 再上传",
    "open it in Excel or WPS, save as xlsx and send that"};
inline constexpr RefusalKind kDamaged{
    "sheet.damaged",
    422,
    "文件已损坏或没有传完整（{part}）",
    "the file is damaged or incomplete ({part})",
    "请重新传一次；仍不行就用 Excel 或 WPS 打开、另存为新的 xlsx 再上传",
    "send it again; if that fails, open it in Excel or WPS, save a new xlsx and send that"};
inline constexpr RefusalKind kNoSheets{"sheet.no-sheets",
                                       422,
                                       "工作簿里没有工作表",
                                       "the workbook has no worksheet",
                                       "请检查文件，另存为 xlsx 再传",
                                       "check the file, save it as xlsx and send that"};

// Built to exhaust the reader, or far beyond any office's lists.
inline constexpr RefusalKind kDoctype{
    "sheet.doctype",
    422,
    "文件里有不允许的 XML 声明（DOCTYPE）",
    "the file has an XML declaration that is not allowed (DOCTYPE)",
    "正常的表格没有这种内容；请用 Excel 或 WPS 另存为 xlsx 再上传",
    "no ordinary sheet has it; save as xlsx from Excel or WPS and send that"};
inline constexpr RefusalKind kTooDeep{"sheet.too-deep",
                                      422,
                                      "文件内容嵌套超过 {limit} 层",
                                      "the file nests deeper than {limit} levels",
                                      "请用 Excel 或 WPS 另存为 xlsx 再上传",
                                      "save as xlsx from Excel or WPS and send that"};
inline constexpr RefusalKind kUnpackedTooLarge{
    "sheet.unpacked-too-large",  413,
    "文件解压后超过 {limit} MB", "the file unpacks to more than {limit} MB",
    "请拆成几个文件分别上传",    "split it into several files"};
inline constexpr RefusalKind kSuspiciousRatio{
    "sheet.suspicious-ratio",
    422,
    "文件压缩比异常（解压后大 {limit} 倍以上）",
    "the file unpacks to more than {limit} times its size, which no ordinary sheet does",
    "请把需要的内容复制到新表格，另存为 xlsx 再上传",
    "copy what is needed into a new sheet, save as xlsx and send that"};
inline constexpr RefusalKind kTooManyParts{
    "sheet.too-many-parts",
    422,
    "文件内部的部件超过 {limit} 个",
    "the file has more than {limit} parts inside",
    "请把需要的内容复制到新表格，另存为 xlsx 再上传",
    "copy what is needed into a new sheet, save as xlsx and send that"};
inline constexpr RefusalKind kTooManySheets{
    "sheet.too-many-sheets",    413,
    "工作表超过 {limit} 个",    "the workbook has more than {limit} sheets",
    "请删去无关的工作表再上传", "remove unrelated sheets and send it again"};
inline constexpr RefusalKind kTooManyRows{
    "sheet.too-many-rows",    413,
    "行数超过 {limit}",       "there are more than {limit} rows",
    "请拆成几个文件分别上传", "split it into several files"};
inline constexpr RefusalKind kTooManyColumns{"sheet.too-many-columns",
                                             413,
                                             "第 {row} 行的列数超过 {limit}",
                                             "row {row} has more than {limit} columns",
                                             "请删去无关的列再上传；请检查分隔符是否正确",
                                             "remove unrelated columns; check the delimiter"};
inline constexpr RefusalKind kTooManyUsedColumns{
    "sheet.too-many-used-columns", 413,
    "有内容的列超过 {limit} 列",   "more than {limit} columns hold something",
    "请删去无关的列再上传",        "remove unrelated columns and send it again"};
inline constexpr RefusalKind kTooManyCells{
    "sheet.too-many-cells",          413,
    "有内容的单元格超过 {limit} 个", "more than {limit} cells hold something",
    "请拆成几个文件分别上传",        "split it into several files"};
inline constexpr RefusalKind kTooMuchText{
    "sheet.too-much-text",     413,
    "文字总量超过 {limit} MB", "the texts amount to more than {limit} MB",
    "请拆成几个文件分别上传",  "split it into several files"};
inline constexpr RefusalKind kTooManySharedStrings{
    "sheet.too-many-shared-strings", 413,
    "共享文字超过 {limit} 条",       "there are more than {limit} shared texts",
    "请拆成几个文件分别上传",        "split it into several files"};
inline constexpr RefusalKind kTooManyStyles{
    "sheet.too-many-styles",
    422,
    "单元格样式超过 {limit} 种",
    "there are more than {limit} styles",
    "请把需要的内容复制到新表格（只粘贴数值），另存为 xlsx 再上传",
    "paste the values into a new sheet, save as xlsx and send that"};
inline constexpr RefusalKind kTooManyMergedCells{
    "sheet.too-many-merged-cells", 413,
    "合并单元格超过 {limit} 个",   "more than {limit} cells are merged",
    "请取消合并单元格再上传",      "unmerge the cells and send it again"};
inline constexpr RefusalKind kCellTooLong{"sheet.cell-too-long",
                                          422,
                                          "第 {row} 行有单元格超过 {limit} 个字",
                                          "row {row} has a cell of more than {limit} characters",
                                          "请检查该行：csv 文件可能少了一个引号",
                                          "check the row: a csv file may lack a closing quote"};

// One row, kept in Sheet::problems().
inline constexpr RefusalKind kBadJson{"sheet.bad-json",
                                      422,
                                      "第 {row} 行不是完整的 JSON 对象",
                                      "row {row} is not a whole JSON object",
                                      "请检查该行的括号、引号和逗号",
                                      "check the brackets, quotes and commas of that row"};

inline constexpr RefusalKind kTooManyBadRows{
    "sheet.too-many-bad-rows",
    422,
    "读不懂的行超过 {limit} 行，第一处在第 {row} 行",
    "more than {limit} rows cannot be read, the first is row {row}",
    "请检查文件是否为 JSON Lines（每行一个对象）",
    "check that the file is JSON Lines, one object a line"};

// Recognising a table in a sheet.
inline constexpr RefusalKind kSheetIsEmpty{"sheet.sheet-empty",
                                           422,
                                           "工作表是空的",
                                           "the sheet is empty",
                                           "请检查是否选错了工作表或文件",
                                           "check whether this is the right sheet or file"};
inline constexpr RefusalKind kNoHeader{
    "sheet.no-header",
    422,
    "没有找到表头：要找的列有 {wanted}；前 {rows} 行里认出的有 {found}",
    "no heading row found: looked for {wanted}; recognised in the first {rows} rows: {found}",
    "请在数据上方加一行表头，或在预览里逐列指定",
    "add a row of headings above the data, or assign the columns in the preview"};
inline constexpr RefusalKind kColumnsMissing{
    "sheet.columns-missing",
    422,
    "缺少必需的列：{missing}；第 {row} 行的表头是：{found}",
    "required columns are missing: {missing}; the headings in row {row} are: {found}",
    "请补上这些列，或在预览里指定哪一列是它",
    "add them, or assign the columns in the preview"};

inline constexpr RefusalKind kBadMapping{
    "sheet.bad-mapping",      422,
    "指定的列不对：{reason}", "the columns given are wrong: {reason}",
    "请在预览里重新指定",     "assign them again in the preview"};

// Warnings: the file was read all the same.
inline constexpr RefusalKind kWrongExtension{
    "sheet.wrong-extension",
    200,
    "扩展名是 {extension}，内容其实是 {format}，已按内容读取",
    "named {extension} but really {format}; read by its contents",
    "不影响导入；下次保存时另存为正确的格式",
    "the import is not affected; save it in the right format next time"};
inline constexpr RefusalKind kSheetMissing{
    "sheet.sheet-missing",
    200,
    "目录里的第 {number} 个工作表没有内容，已略过",
    "worksheet {number} of the list is not in the file and was left out",
    "请用 Excel 或 WPS 打开检查",
    "check it in Excel or WPS"};
inline constexpr RefusalKind kFormulaWithoutValue{
    "sheet.formula-without-value",
    200,
    "有 {count} 个公式单元格没有保存计算结果，按空白读取",
    "{count} formula cells hold no saved result and were read as empty",
    "请用 Excel 或 WPS 打开，保存一次再上传",
    "open it in Excel or WPS, save and send it again"};
inline constexpr RefusalKind kReadAsGb18030{
    "sheet.read-as-gb18030",
    200,
    "文件按 GB18030（国标）编码读取",
    "the file was read as GB18030",
    "若看到乱码，请另存为 xlsx 再上传",
    "if the text looks garbled, save as xlsx and send that"};

}  // namespace fx::sheet
