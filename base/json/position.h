#pragma once

#include <string>
#include <string_view>

namespace sellsign {

/// A place in a file. Lines and columns count from 1; columns count UTF-8 code points.
struct Position {
  std::string file;
  int line = 1;
  int column = 1;

  /// Moves on over the part of the file that starts here.
  void pass(std::string_view part);

  /// `file:line:col`, as editors make it clickable.
  std::string text() const { return file + ":" + std::to_string(line) + ":" + std::to_string(column); }

  bool operator==(const Position&) const = default;
};

}  // namespace sellsign
