#pragma once

#include <string>
#include <vector>

namespace sellsign::load {

/// A table for a terminal: the first column aligned left, the others right, two blanks before each. When it
/// would be wider than asked, the first cell of each row goes on a line of its own. Cells are made printable.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> heading);

  void add(std::vector<std::string> row);

  /// The lines, each ended by a newline.
  std::string text(std::size_t width) const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace sellsign::load
