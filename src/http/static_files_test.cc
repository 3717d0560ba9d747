#include "http/static_files.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

namespace fx::http {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class StaticFilesTest : public ::testing::Test {
 public:
  ~StaticFilesTest() override {
    fs::remove_all(root_);
    fs::remove(outside());
  }

 protected:
  StaticFilesTest() {
    write("index.html", "<!doctype html>" + std::string(1000, ' '));
    write("sw.js", "self.x=1");
    write("manifest.webmanifest", "{}");
    write("assets/app-3f9a1C2b.js", std::string(2000, 'x'));
    write("assets/service-definition.css", "a{}");
    write("assets/font.woff2", std::string(2000, 'w'));
    write("icons/中文.svg", "<svg/>");
    write(".env", "SECRET");
    write(".git/config", "SECRET");
    write("../outside_" + std::to_string(::getpid()) + ".txt", "SECRET");
    fs::create_symlink(outside(), root_ / "link.txt");
    fs::create_symlink(root_ / "sw.js", root_ / "alias.js");
  }
  [[nodiscard]] fs::path outside() const {
    return root_.parent_path() / ("outside_" + std::to_string(::getpid()) + ".txt");
  }
  void write(const std::string& name, const std::string& bytes) {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name, std::ios::binary) << bytes;
  }
  static Response get(const StaticFiles& files, const std::string& target,
                      const std::string& field = {}, const std::string& value = {}) {
    RequestParts parts;
    auto parsed = parse_target(target);
    EXPECT_TRUE(parsed.has_value()) << target;
    if (parsed) parts.target = *parsed;
    if (!field.empty()) parts.headers.add(field, value);
    return files.serve(Request(std::move(parts)));
  }

  fs::path root_ = fs::temp_directory_path() / ("fx_static_" + std::to_string(::getpid()));
};

std::string unzip(std::string_view bytes) {
  std::string out(1 << 20, '\0');
  z_stream z{};
  inflateInit2(&z, 15 + 16);
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&z, Z_FINISH), Z_STREAM_END);
  out.resize(z.total_out);
  inflateEnd(&z);
  return out;
}

TEST_F(StaticFilesTest, ServesFilesWithTheirTypes) {
  const StaticFiles files(root_.string());
  EXPECT_EQ(files.size(), 8U);
  EXPECT_EQ(get(files, "/sw.js").bytes(), "self.x=1");
  EXPECT_EQ(get(files, "/alias.js").bytes(), "self.x=1");
  EXPECT_EQ(get(files, "/sw.js").header("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(get(files, "/manifest.webmanifest").header("Content-Type"),
            "application/manifest+json");
  EXPECT_EQ(get(files, "/assets/font.woff2").header("Content-Type"), "font/woff2");
  EXPECT_EQ(get(files, "/icons/%E4%B8%AD%E6%96%87.svg").header("Content-Type"), "image/svg+xml");
}

TEST_F(StaticFilesTest, ServesTheIndexForPagesButNotForFilesOrTheApi) {
  const StaticFiles files(root_.string());
  for (const char* page : {"/", "/people/7", "/apiary"}) {
    EXPECT_THAT(get(files, page).bytes(), HasSubstr("doctype")) << page;
    EXPECT_EQ(get(files, page).header("Cache-Control"), "no-cache") << page;
  }
  for (const char* missing : {"/nothing.js", "/assets/old-12345678.js", "/api", "/api/people"}) {
    EXPECT_EQ(get(files, missing).status, 404) << missing;
  }
}

TEST_F(StaticFilesTest, NeverLeavesTheFolder) {
  const StaticFiles files(root_.string());
  const std::string out = outside().filename().string();
  const std::vector<std::string> targets = {"/..%2F" + out, "/assets%2F..%2F..%2F" + out,
                                            "/..%5C" + out, "/link.txt",
                                            "/.env",        "/%2Fetc%2Fpasswd.txt"};
  for (const std::string& target : targets) EXPECT_EQ(get(files, target).status, 404) << target;
  EXPECT_THAT(get(files, "/.git/config").bytes(), HasSubstr("doctype"));
}

TEST_F(StaticFilesTest, CachesForEverOnlyWhatHasAContentHash) {
  const StaticFiles files(root_.string());
  EXPECT_THAT(std::string(*get(files, "/assets/app-3f9a1C2b.js").header("Cache-Control")),
              HasSubstr("immutable"));
  EXPECT_EQ(get(files, "/assets/service-definition.css").header("Cache-Control"), "no-cache");
  EXPECT_EQ(get(files, "/sw.js").header("Cache-Control"), "no-cache");
}

TEST_F(StaticFilesTest, CompressesOnceAndTagsEachForm) {
  const StaticFiles files(root_.string());
  const Response plain = get(files, "/assets/app-3f9a1C2b.js");
  const Response zipped =
      get(files, "/assets/app-3f9a1C2b.js", "Accept-Encoding", "br, gzip;q=0.5");
  EXPECT_EQ(zipped.header("Content-Encoding"), "gzip");
  EXPECT_EQ(unzip(zipped.bytes()), plain.bytes());
  EXPECT_LT(zipped.bytes().size(), plain.bytes().size());
  EXPECT_NE(zipped.header("ETag"), plain.header("ETag"));
  EXPECT_EQ(plain.header("Vary"), "Accept-Encoding");
  EXPECT_FALSE(get(files, "/assets/app-3f9a1C2b.js", "Accept-Encoding", "gzip;q=0")
                   .header("Content-Encoding"));
  EXPECT_FALSE(get(files, "/assets/font.woff2", "Accept-Encoding", "gzip").header("Vary"));
}

TEST_F(StaticFilesTest, Answers304ToWhomHasItAlready) {
  const StaticFiles files(root_.string());
  const std::string tag(*get(files, "/").header("ETag"));
  EXPECT_EQ(tag.front(), '"');
  const Response same = get(files, "/", "If-None-Match", "\"other\", W/" + tag);
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.header("ETag"), tag);
  EXPECT_EQ(get(files, "/", "If-None-Match", "\"other\"").status, 200);
  write("index.html", "changed");
  EXPECT_EQ(get(StaticFiles(root_.string()), "/", "If-None-Match", tag).status, 200);
}

TEST_F(StaticFilesTest, RefusesAFolderThatIsNotThereOrTooLarge) {
  EXPECT_THROW(StaticFiles((root_ / "none").string()), std::runtime_error);
  StaticOptions options;
  options.max_bytes = 1000;
  EXPECT_THROW(StaticFiles(root_.string(), options), std::runtime_error);
}

}  // namespace
}  // namespace fx::http
