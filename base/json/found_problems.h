#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sellsign {

/// What was found to be wrong with a text, by the offset in bytes of its place. Keeps a hundred at most, and
/// the number of the others.
class FoundProblems {
 public:
  bool empty() const { return found_.empty(); }
  std::size_t count() const { return found_.size() + left_out_; }
  void add(std::size_t offset, std::string what);

  /// In the order in which they were found, each with `file:line:col`.
  Problems place(const std::string& file, std::string_view text);

 private:
  struct Found {
    std::size_t offset;
    std::string what;
  };
  std::vector<Found> found_;
  std::size_t left_out_ = 0;
};

}  // namespace sellsign
