#pragma once

#include <string>

namespace sellsign {

/// A place in a file. Lines and columns count from 1; columns count UTF-8 code points.
struct Position {
  std::string file;
  int line = 1;
  int column = 1;

  /// `file:line:col`, as editors make it clickable.
  std::string text() const { return file + ":" + std::to_string(line) + ":" + std::to_string(column); }

  bool operator==(const Position&) const = default;
};

}  // namespace sellsign
