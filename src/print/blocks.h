// The kinds of blocks, as Document offers them. For this folder only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "print/flow.h"
#include "print/qr.h"

namespace fx::print {

// `keep`: room in points that must follow on the same page.
std::unique_ptr<Block> text_block(std::string text, const TextStyle& style, double keep);
std::unique_ptr<Block> numbered_block(std::vector<std::string> items, const TextStyle& style);
std::unique_ptr<Block> pairs_block(std::vector<Pair> pairs, int across, double size,
                                   double label_width);
std::unique_ptr<Block> table_block(Table table);
std::unique_ptr<Block> banner_block(std::vector<std::pair<std::string, TextStyle>> lines);
std::unique_ptr<Block> code_block(const QrMatrix& code, std::string caption, std::string beside,
                                  double size);
std::unique_ptr<Block> closing_block(Closing closing, std::optional<QrMatrix> code);
std::unique_ptr<Block> signatures_block(std::vector<std::string> labels);
std::unique_ptr<Block> rule_block(bool dashed, std::string label);
std::unique_ptr<Block> space_block(double points);
std::unique_ptr<Block> break_block();

}  // namespace fx::print
