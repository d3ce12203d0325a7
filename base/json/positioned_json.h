#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/json/json.h"
#include "base/json/position.h"
#include "base/result.h"

namespace sellsign {

/// A JSON text with the place of every key and value. Immutable; safe to use from many threads.
class PositionedJson {
 public:
  const Json& value() const { return *value_; }
  const std::string& file() const { return file_; }

  /// Where the value at a JSON pointer (`/steps/0/id`) starts; where the nearest enclosing value starts if
  /// there is none.
  Position value_at(std::string_view pointer) const;

  /// Where the key of that value starts; the value's own place for elements of an array.
  Position key_at(std::string_view pointer) const;

 private:
  friend class PositionedReader;
  using Place = std::pair<int, int>;

  std::string file_;
  JsonPtr value_;
  std::map<std::string, Place, std::less<>> values_, keys_;
};

/// How many lists and objects may stand in each other.
inline constexpr std::size_t k_deepest_json = 100;

/// Which departures from JSON are let through.
enum class JsonDialect { commented, plain };

/// Reads a text; `file` is only for messages. Refuses duplicate keys, integers outside 64 bits (`commented`
/// only: it is for files, `plain` for answers, where they become floating), text that is not UTF-8, and more
/// than 100 levels. The problem's `where` is `file:line:col`.
Problems read_json(std::string file, std::string_view text, JsonDialect dialect, PositionedJson& out);

/// `pointer` + `/` + `key`, escaped as RFC 6901 wants it.
std::string child(std::string_view pointer, std::string_view key);
std::string child(std::string_view pointer, std::size_t index);

}  // namespace sellsign
