#include <cstdlib>
#include <fstream>
#include <iterator>

#include "modules/office.h"

namespace fx {
namespace {

class Listing : public testing::Office {};

// Everything that the modules declare, one line each: kinds of entries, views, commands, routes and
// who may use them, figures, jobs. Whoever changes one shows the change in testdata/listing.txt.
// To write it anew: FX_WRITE_DOCS=1 modules_tests --gtest_filter='Listing.*'
TEST_F(Listing, OfAllModulesIsAsReviewed) {
  const std::string path = std::string(FX_TESTDATA) + "/listing.txt";
  const auto listing = host_->listing();
  if (std::getenv("FX_WRITE_DOCS") != nullptr) {
    std::ofstream(path, std::ios::binary) << listing;
  }
  std::ifstream in(path, std::ios::binary);
  const std::string reviewed{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  EXPECT_EQ(listing, reviewed);
}

}  // namespace
}  // namespace fx
