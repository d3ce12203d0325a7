#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/json/positioned_json.h"
#include "base/result.h"
#include "base/time_text.h"

namespace sellsign {

/// Where a value stands in a body that somebody wrote, as a JSON path, and where to say what is wrong with
/// it.
class Spot {
 public:
  explicit Spot(Problems& problems, std::string path = "") : problems_(&problems), path_(std::move(path)) {}

  Spot at(std::string_view key) const { return Spot(*problems_, child(path_, key)); }
  Spot at(std::size_t index) const { return Spot(*problems_, child(path_, index)); }

  /// How many problems there are so far, wherever they stand.
  std::size_t problems() const { return problems_->size(); }

  /// The root is called `body`.
  void say(std::string what) const {
    problems_->push_back({path_.empty() ? "body" : path_, std::move(what)});
  }

 private:
  Problems* problems_;
  std::string path_;
};

/// One key that an object may have, and how its value gets into a `T`.
template <class T>
struct KeyRow {
  std::string_view name;
  void (*read)(const Json& value, const Spot& spot, T& out);
};

/// Calls `each` with the index in `names` of every key of the object. Problems: no object, an unknown key.
void for_each_key(const Json& value, const Spot& spot, std::span<const std::string_view> names,
                  const std::function<void(std::size_t, const Json&, const Spot&)>& each);

/// Reads an object by the rows of its keys; every key may be missing.
template <class T, std::size_t N>
void read_object(const Json& value, const Spot& spot, const KeyRow<T> (&rows)[N], T& out) {
  std::string_view names[N];
  for (std::size_t i = 0; i < N; ++i) names[i] = rows[i].name;
  for_each_key(value, spot, names,
               [&](std::size_t row, const Json& inner, const Spot& at) { rows[row].read(inner, at, out); });
}

/// The value in its type, or nothing and a problem. Bounds are inclusive.
std::optional<std::string> read_text(const Json& value, const Spot& spot);
std::optional<bool> read_boolean(const Json& value, const Spot& spot);
std::optional<std::int64_t> read_integer(const Json& value, const Spot& spot, std::int64_t least,
                                         std::int64_t most);
std::optional<double> read_number(const Json& value, const Spot& spot, double least, double most);
/// A text as `parse_duration` takes it.
std::optional<std::chrono::milliseconds> read_duration(const Json& value, const Spot& spot,
                                                       std::chrono::milliseconds most);
/// A text as `parse_instant` takes it, or milliseconds since 1970.
std::optional<Timestamp> read_instant(const Json& value, const Spot& spot);

/// Reads a body; comments are allowed, a key twice is not. Problems have the place `body:line:column`.
std::optional<PositionedJson> read_body(std::string_view text, Problems& problems);

/// A number as messages show it: without zeros behind the point.
std::string show_number(double number);

}  // namespace sellsign
