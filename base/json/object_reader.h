#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/json/positioned_json.h"
#include "base/result.h"
#include "base/time_text.h"

namespace sellsign {

/// A value of a text that somebody wrote, and where to say what is wrong with it. What an object lacks has a
/// view, too: its value is null, and its place is that of the object. Document and problems must outlive it.
class JsonView {
 public:
  /// The whole of a file: problems have the place `file:line:col`.
  JsonView(const PositionedJson& file, Problems& problems) : JsonView(file.value(), problems) {
    file_ = &file;
  }

  /// The whole of a body: problems have JSON pointers (`/a/0`, the whole is called `body`), or JSON paths
  /// (`$.a[0]`) when `root` is `$`.
  JsonView(const Json& body, Problems& problems, std::string root = "")
      : value_(&body), placed_(&body), problems_(&problems), path_(std::move(root)) {}

  const Json& value() const { return *value_; }
  const std::string& path() const { return path_; }
  /// The key of a member; else empty.
  const std::string& name() const { return name_; }

  JsonView at(std::string_view key) const;
  JsonView at(std::size_t index) const;
  bool has(std::string_view key) const { return at(key).exists(); }
  /// Of an object; of anything else there are none.
  std::vector<JsonView> members() const;
  /// Of a list; of anything else there are none.
  std::vector<JsonView> elements() const;

  /// The member that is a text; empty when there is none.
  std::string text(std::string_view key) const;
  /// The texts in the member that is a list.
  std::vector<std::string> texts(std::string_view key) const;
  /// The objects in the member that is a list.
  std::vector<JsonView> objects(std::string_view key) const;
  /// A shared copy of the member that is an object, or null.
  JsonPtr object(std::string_view key) const;

  /// Places in a file.
  Position position() const { return file_->value_at(*placed_); }
  Position key_position() const { return exists() ? file_->key_at(*value_) : position(); }

  void add_problem(std::string what) const { problems_->push_back({place(), std::move(what)}); }
  /// Of a file this is at the key instead of the value.
  void say_of_key(std::string what) const;
  /// Says of each of these members that is there: `"key" is for WHAT`.
  void refuse(std::initializer_list<std::string_view> keys, const std::string& is_for_what) const;
  /// How many problems there are so far, wherever they stand.
  std::size_t problems() const { return problems_->size(); }

 private:
  JsonView(const JsonView& parent, const Json* value, std::string path, std::string_view name = {});
  bool exists() const { return value_ == placed_; }
  std::string place() const;

  const Json* value_;
  const Json* placed_;  ///< the value, or the nearest one around it that is there
  const PositionedJson* file_ = nullptr;
  Problems* problems_;
  std::string path_, name_;
};

/// One key that an object may have, and how its value gets into a `T`.
template <class T>
struct KeyRow {
  std::string_view name;
  void (*read)(const JsonView& value, T& out);
  bool is_needed = false;
  std::string_view about = {};  ///< of one that is needed
};

/// Says that a key is needed.
void say_missing(const JsonView& object, std::string_view name, std::string_view about = {});

/// False, and a problem, for more than `k_most_json_keys` keys.
bool has_few_keys(const JsonView& object);

/// Calls `each` with the index in `names` of every key of the object. Problems: an unknown key, or no object;
/// false for that.
bool for_each_key(const JsonView& object, std::span<const std::string_view> names,
                  const std::function<void(std::size_t, const JsonView&)>& each);

/// Reads an object by the rows of its keys.
template <class T, std::size_t N>
void read_object(const JsonView& object, const KeyRow<T> (&rows)[N], T& out) {
  std::string_view names[N];
  for (std::size_t i = 0; i < N; ++i) names[i] = rows[i].name;
  const auto read_row = [&](std::size_t row, const JsonView& value) { rows[row].read(value, out); };
  if (!for_each_key(object, names, read_row)) return;
  for (const KeyRow<T>& row : rows)
    if (row.is_needed && !object.has(row.name)) say_missing(object, row.name, row.about);
}

/// The value in its type, or nothing and a problem. Bounds are inclusive.
std::optional<std::string> read_text(const JsonView& view);
std::optional<bool> read_boolean(const JsonView& view);
std::optional<std::int64_t> read_integer(const JsonView& view, std::int64_t least, std::int64_t most);
std::optional<double> read_number(const JsonView& view, double least, double most);
/// A text as `parse_duration` takes it.
std::optional<std::chrono::milliseconds> read_duration(const JsonView& view, std::chrono::milliseconds most);
/// A text as `parse_instant` takes it, or milliseconds since 1970.
std::optional<Timestamp> read_instant(const JsonView& view);

/// For a row: puts what one of the functions above gives, with its bounds, into a member.
template <auto read, auto member, auto... bounds>
constexpr auto into = [](const JsonView& view, auto& out) {
  using Member = std::remove_reference_t<decltype(out.*member)>;
  if (auto value = read(view, bounds...)) out.*member = static_cast<Member>(*std::move(value));
};

/// Reads a body; comments are allowed, a key twice is not. Problems have the place `body:line:column`.
std::optional<PositionedJson> read_body(std::string_view text, Problems& problems);

}  // namespace sellsign
