#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace re2 {
class RE2;
}

namespace sellsign {

/// A regular expression that is searched in texts: RE2's syntax over UTF-8 characters, in time that grows
/// with the length of the text and no faster. Immutable, cheap to copy; safe to use from many threads.
class Pattern {
 public:
  /// An Error of kind `usage` says in its writer's terms what is wrong with it. More than 1000 bytes,
  /// look-around and back references are refused.
  static Result<Pattern> compile(std::string_view pattern);

  /// Whether it matches some part of the text.
  bool is_in(std::string_view text) const;

 private:
  explicit Pattern(std::shared_ptr<const re2::RE2> compiled) : compiled_(std::move(compiled)) {}

  std::shared_ptr<const re2::RE2> compiled_;
};

}  // namespace sellsign
