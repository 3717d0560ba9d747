// A pack's folder as one ZIP file, as it is sent from one office to another.
#pragma once

#include <string>
#include <string_view>

#include "policy/pack.h"

namespace fx::policy {

inline constexpr RefusalKind kNotArchive{
    "policy.not-archive",
    422,
    "{place_zh}：不能作为 ZIP 压缩包读取（{detail_zh}）",
    "{place_en}: cannot be read as a ZIP archive ({detail_en})",
    "把规则包的文件夹整个压缩成 ZIP 再传",
    "compress the pack's folder as a whole and send the ZIP file"};

// pack.yaml and the files that it names, wherever in the archive its folder is; anything else in it
// is left out. Refuses kFileMissing without a pack.yaml, kFileTooLarge, and damaged, encrypted or
// suspicious archives as kNotArchive. Tables that are missing are reported when the pack is loaded.
Result<Files> read_archive(std::string_view zip);

// The files in a folder of this name; the same bytes for the same files.
std::string write_archive(const Files& files, const std::string& folder);

}  // namespace fx::policy
