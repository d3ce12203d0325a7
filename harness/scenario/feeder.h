#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json/positioned_json.h"
#include "base/result.h"

namespace sellsign::harness {

/// Which row an iteration gets.
enum class FeedMode : std::uint8_t {
  once,   ///< the next one; the run ends when there is none
  cycle,  ///< the next one, the first again after the last
  random  ///< any, by the seed of the run
};

/// A table of rows, or numbers, of which each iteration of a scenario gets one.
struct Feeder {
  Position at;
  std::string name;
  FeedMode mode = FeedMode::cycle;
  std::vector<std::string> variables;  ///< `name.column` for each column, or `name` for numbers
  std::shared_ptr<const std::vector<std::vector<Json>>> rows;  ///< null for numbers
  std::int64_t numbers_from = 0;

  /// Gives each variable its value for the iteration `n` (from 0) of the whole test, whichever thread or
  /// process does it. False when the rows are used up.
  bool feed(std::uint64_t n, std::uint64_t seed,
            const std::function<void(std::size_t variable, const Json& value)>& set) const;

  /// How many iterations can be fed, if there is an end.
  std::optional<std::uint64_t> limit() const;
};

/// A table from a file.
struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<Json>> rows;
};

/// Reads UTF-8, with a byte order mark or without: CSV (RFC 4180: a line of names, then rows; cells stay
/// text; a field in quotes may hold commas, line ends and doubled quotes) or, when the name ends in `.json`,
/// a list of objects with the same keys (values keep their types). Error kind `usage` with `file:line: what`.
/// At most 64 MiB.
Result<Table> read_table(const std::string& file);

}  // namespace sellsign::harness
