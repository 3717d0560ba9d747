#include "sheet/zip.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include <minizip/unzip.h>

#include "sheet/refusals.h"
#include "sheet/zip_memory.h"

namespace fx::sheet::internal {
namespace {

using Memory = ZipMemory<std::string_view>;

uLong mem_read(voidpf, voidpf stream, void* out, uLong size) {
  Memory& m = Memory::of(stream);
  const auto count = std::min<std::size_t>(size, m.bytes.size() - m.at);
  if (count > 0) std::memcpy(out, m.bytes.data() + m.at, count);
  m.at += count;
  return count;
}

struct Part {
  unz64_file_pos where{};
  bool encrypted = false;
};

Refusal damaged(std::string_view part) {
  return refuse(kDamaged, {}, {{"part", std::string(part)}});
}

}  // namespace

std::string part_name(std::string_view path) {
  std::vector<std::string> folders;
  std::string piece;
  const auto close = [&] {
    if (piece == "..") {
      if (!folders.empty()) folders.pop_back();
    } else if (!piece.empty() && piece != ".") {
      folders.push_back(piece);
    }
    piece.clear();
  };
  for (const char c : path) {
    if (c == '/' || c == '\\') {
      close();
    } else {
      piece += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  close();
  std::string out;
  for (const auto& folder : folders) {
    if (!out.empty()) out += '/';
    out += folder;
  }
  return out;
}

struct ZipArchive::State {
  Memory memory;
  Limits limits;
  unzFile zip = nullptr;
  std::map<std::string, Part, std::less<>> parts;
  std::size_t unpacked = 0;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (zip != nullptr) unzClose(zip);
  }
};

ZipArchive::ZipArchive(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive& ZipArchive::operator=(ZipArchive&&) noexcept = default;
ZipArchive::~ZipArchive() = default;

Result<ZipArchive> ZipArchive::open(std::string_view bytes, const Limits& limits) {
  auto state = std::make_unique<State>();
  state->memory.bytes = bytes;
  state->limits = limits;
  auto functions = state->memory.functions();
  functions.zread_file = mem_read;
  state->zip = unzOpen2_64("", &functions);
  if (state->zip == nullptr) return damaged("zip");
  std::size_t count = 0;
  for (int code = unzGoToFirstFile(state->zip); code != UNZ_END_OF_LIST_OF_FILE;
       code = unzGoToNextFile(state->zip)) {
    if (code != UNZ_OK) return damaged("zip");
    if (++count > limits.parts) {
      return refuse(kTooManyParts, {}, {{"limit", std::to_string(limits.parts)}});
    }
    std::array<char, 1024> name{};
    unz_file_info64 info{};
    Part part;
    if (unzGetCurrentFileInfo64(state->zip, &info, name.data(), name.size() - 1, nullptr, 0,
                                nullptr, 0) != UNZ_OK ||
        unzGetFilePos64(state->zip, &part.where) != UNZ_OK) {
      return damaged("zip");
    }
    part.encrypted = (info.flag & 1U) != 0;
    state->parts.emplace(part_name(name.data()), part);
  }
  return ZipArchive(std::move(state));
}

bool ZipArchive::has(std::string_view name) const {
  return state_->parts.find(name) != state_->parts.end();
}

std::string ZipArchive::find_ending(std::string_view ending) const {
  for (const auto& [name, part] : state_->parts) {
    if (name.size() >= ending.size() &&
        name.compare(name.size() - ending.size(), ending.size(), ending) == 0) {
      return name;
    }
  }
  return {};
}

bool ZipArchive::has_folder(std::string_view prefix) const {
  const auto it = state_->parts.lower_bound(prefix);
  return it != state_->parts.end() && it->first.compare(0, prefix.size(), prefix) == 0;
}

Status ZipArchive::read(std::string_view name, const Sink& sink) {
  State& s = *state_;
  const auto part = s.parts.find(name);
  if (part == s.parts.end()) return damaged(name);
  if (part->second.encrypted) return refuse(kEncrypted);
  if (unzGoToFilePos64(s.zip, &part->second.where) != UNZ_OK ||
      unzOpenCurrentFile(s.zip) != UNZ_OK) {
    return damaged(name);
  }
  std::vector<char> buffer(std::size_t{64} << 10);
  bool wanted = true;
  while (wanted) {
    const int got = unzReadCurrentFile(s.zip, buffer.data(), static_cast<unsigned>(buffer.size()));
    if (got <= 0) {
      const bool sound = unzCloseCurrentFile(s.zip) == UNZ_OK && got == 0;  // CRC too
      if (!sound) return damaged(name);
      return {};
    }
    s.unpacked += static_cast<std::size_t>(got);
    if (s.unpacked > s.limits.unpacked_bytes) {
      unzCloseCurrentFile(s.zip);
      return refuse(kUnpackedTooLarge, {},
                    {{"limit", std::to_string(s.limits.unpacked_bytes >> 20)}});
    }
    if (s.unpacked > s.limits.ratio_free_bytes &&
        s.unpacked / s.limits.ratio > s.memory.bytes.size()) {
      unzCloseCurrentFile(s.zip);
      return refuse(kSuspiciousRatio, {}, {{"limit", std::to_string(s.limits.ratio)}});
    }
    wanted = sink({buffer.data(), static_cast<std::size_t>(got)});
  }
  unzCloseCurrentFile(s.zip);
  return {};
}

}  // namespace fx::sheet::internal
