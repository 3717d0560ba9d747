// By what a list is known again when a later edition of it comes in.
#pragma once

#include <string>
#include <string_view>

namespace fx::imports {

// A file's name without what changes from one edition to the next: the ending, dates and other
// numbers, marks, words such as 更正 or 最新. Numbers that tell lists apart stay ("第2批",
// "3网格").
// "" if nothing else is left.
std::string list_name(std::string_view file);
// Editions of one list, by their files' names. Names that say nothing are alike only to the letter.
bool same_list(std::string_view file, std::string_view other);

}  // namespace fx::imports
