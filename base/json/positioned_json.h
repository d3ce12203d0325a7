#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "base/json/json.h"
#include "base/json/position.h"
#include "base/result.h"

namespace sellsign {

/// A JSON text with the place of every key and value. Immutable; safe to use from many threads. Copies share
/// the values.
class PositionedJson {
 public:
  /// Null when the text could not be read.
  const Json& value() const;
  const std::string& file() const { return file_; }

  /// Where a value of this tree starts.
  Position value_at(const Json& value) const;

  /// Where the key of that value starts; the value's own place for elements of a list.
  Position key_at(const Json& value) const;

 private:
  friend Problems read_json(std::string file, std::string_view text, JsonDialect dialect,
                            PositionedJson& out);
  struct Place {
    int line = 1, column = 1;
  };
  struct Places {
    Place key, value;
  };

  Position position(Place Places::*which, const Json& value) const;

  std::string file_;
  JsonPtr value_;
  std::unordered_map<const Json*, Places> places_;
};

/// Reads a text; `file` is only for messages. Refuses duplicate keys, integers outside 64 bits (`plain`, for
/// answers, takes those without a sign up to 2^64), text that is not UTF-8, and more than `k_deepest_json`
/// levels or `k_most_json_values` values. The problem's `where` is `file:line:col`.
Problems read_json(std::string file, std::string_view text, JsonDialect dialect, PositionedJson& out);

/// Reads an answer into a value; refuses what `read_json` refuses of a `plain` text. An Error of kind
/// `undecodable` says what is wrong and where.
Result<JsonPtr> read_answer(std::string_view text);

}  // namespace sellsign
