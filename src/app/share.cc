#include "app/share.h"

#include <filesystem>
#include <system_error>

namespace fx::app {

std::string shared_folder(const std::string& name) {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return {};
  const auto beside = program.parent_path();
  for (const auto& folder : {beside / name, beside.parent_path() / "share" / "fangxian" / name}) {
    if (std::filesystem::is_directory(folder, error)) return folder.string();
  }
  return {};
}

}  // namespace fx::app
