#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json/positioned_json.h"
#include "base/result.h"

namespace sellsign::harness {

/// The part of JSONPath that scenarios may use: `$`, names (`.name`, `['na.me']`), indexes (`[0]`, `[-1]`
/// from the end) and wildcards (`[*]`, `.*`). Immutable.
class JsonPath {
 public:
  /// Error kind `usage`: says what is wrong and at which character, counted from 1.
  static Result<JsonPath> parse(std::string_view text);

  /// The value at the path, or nothing. With a wildcard: the array of all matches, which may be empty;
  /// nothing when what stands in front of the first wildcard is not there or holds no values.
  std::optional<Json> find(const Json& root) const;

  /// The same for a path without wildcards, without a copy; null when it is not there.
  const Json* peek(const Json& root) const;

  bool has_wildcard() const { return wild_; }

 private:
  struct Any {};
  using Part = std::variant<std::string, std::int64_t, Any>;

  std::vector<Part> parts_;
  bool wild_ = false;

  friend class PathParser;
};

}  // namespace sellsign::harness
