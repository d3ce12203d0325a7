#include "base/json/positioned_json.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json/json_cursor.h"
#include "base/number.h"
#include "base/utf8.h"

namespace sellsign {
namespace {

using Kind = JsonCursor::Kind;

/// Where a value and its key start, in bytes. What has no key has the value's place instead.
struct Starts {
  std::size_t key, value;
};

/// The keys of one object that have been read: quick also where they are many.
class KnownKeys {
 public:
  /// False for a key that is one of `members` already.
  bool add(std::string_view key, const Json::object_t& members) {
    constexpr std::size_t k_few = 32;
    if (members.size() < k_few)
      return std::ranges::none_of(members, [&](const auto& member) { return member.first == key; });
    if (many_.empty())
      for (const auto& member : members) many_.insert(member.first);
    return many_.emplace(key).second;
  }

 private:
  std::unordered_set<std::string> many_;  ///< once there are more than a few
};

/// Builds the tree of a text, front to back.
class TreeReader {
 public:
  /// `starts`, if any, gets those of each value, in the order of the text.
  TreeReader(std::string_view text, JsonDialect dialect, std::vector<Starts>* starts)
      : in_(text, dialect), dialect_(dialect), starts_(starts) {}

  const std::optional<JsonCursor::SyntaxError>& read(Json& root) {
    read_value(root, std::nullopt);
    in_.expect_end();
    return in_.failure();
  }

 private:
  void read_value(Json& out, std::optional<std::size_t> key) {
    const std::size_t start = in_.offset();
    if (++values_ > k_most_json_values)
      return in_.refuse(start, "more than " + std::to_string(k_most_json_values) + " values are not read");
    if (starts_ != nullptr) starts_->push_back({key.value_or(start), start});
    switch (const Kind kind = in_.kind()) {
      case Kind::object:
      case Kind::list:
        return kind == Kind::object ? read_object(out) : read_list(out);
      case Kind::text:
        return read_text(out);
      case Kind::integer:
      case Kind::real:
        return read_number(out);
      case Kind::boolean:
        return read_boolean(out);
      default:
        return in_.skip();
    }
  }

  void read_object(Json& out) {
    if (!in_.open_object()) return;
    out = Json::object();
    constexpr std::size_t k_usual_keys = 8;
    auto& members = out.get_ref<Json::object_t&>();
    KnownKeys known;
    for (std::string_view key; in_.next_key(key);) {
      if (!known.add(key, members))
        return in_.refuse(in_.key_offset(), "duplicate key \"" + std::string(key) + "\"");
      if (members.empty()) members.reserve(k_usual_keys);
      read_value(members.emplace_back(std::string(key), nullptr).second, in_.key_offset());
    }
  }

  void read_list(Json& out) {
    if (!in_.open_list()) return;
    out = Json::array();
    auto& elements = out.get_ref<Json::array_t&>();
    while (in_.next_item()) read_value(elements.emplace_back(), std::nullopt);
  }

  void read_text(Json& out) {
    if (std::string_view text; in_.read(text)) out = std::string(text);
  }

  void read_boolean(Json& out) {
    if (bool flag = false; in_.read(flag)) out = flag;
  }

  /// Whole ones from 0 are unsigned, as the library has them. One whose digits would be lost is refused.
  void read_number(Json& out) {
    const std::size_t start = in_.offset();
    const bool is_whole = in_.kind() == Kind::integer;
    const std::string_view digits = in_.number();
    const auto from_0 = read_whole<std::uint64_t>(digits);
    const auto number = read_whole<std::int64_t>(digits);
    if (from_0)
      out = *from_0;
    else if (number)
      out = *number;
    else if (!digits.empty())
      out = value_of_number(digits);
    const bool fits = number || (from_0 && dialect_ == JsonDialect::plain);
    if (is_whole && !fits) in_.refuse(start, "this number does not fit into 64 bits");
  }

  JsonCursor in_;
  JsonDialect dialect_;
  std::vector<Starts>* starts_;
  std::size_t values_ = 0;
};

/// What is wrong with the whole of a text, if anything.
std::optional<JsonCursor::SyntaxError> wrong_encoding(std::string_view text) {
  if (!text.starts_with("\xFF\xFE") && !text.starts_with("\xFE\xFF")) return std::nullopt;
  return JsonCursor::SyntaxError{0, "this is UTF-16; save it as UTF-8"};
}

Problem placed(std::string file, std::string_view text, const JsonCursor::SyntaxError& failure) {
  Position position{std::move(file)};
  position.pass(text.substr(0, failure.offset));
  return {position.text(), failure.what};
}

/// Calls `each` for all values of a tree, in the order of their text.
template <class Each>
void for_each_value(const Json& value, Each& each) {
  each(value);
  if (!value.is_structured()) return;
  for (const Json& inner : value) for_each_value(inner, each);
}

}  // namespace

Problems read_json(std::string file, std::string_view text, JsonDialect dialect, PositionedJson& out) {
  text = without_byte_order_mark(text);
  auto root = std::make_shared<Json>();
  std::vector<Starts> starts;
  TreeReader reader(text, dialect, &starts);
  out.file_ = std::move(file);
  if (const auto wrong = wrong_encoding(text)) return {placed(out.file_, text, *wrong)};
  if (const auto& failure = reader.read(*root)) return {placed(out.file_, text, *failure)};
  Position position;
  std::size_t passed = 0;
  const auto place_of = [&](std::size_t start) {
    position.pass(text.substr(passed, start - passed));
    passed = start;
    return PositionedJson::Place{position.line, position.column};
  };
  auto next = starts.begin();
  const auto note = [&](const Json& value) {
    auto& places = out.places_[&value];
    places.key = place_of(next->key);
    places.value = place_of(next->value);
    ++next;
  };
  for_each_value(*root, note);
  out.value_ = std::move(root);
  return {};
}

Result<JsonPtr> read_answer(std::string_view text) {
  text = without_byte_order_mark(text);
  auto root = std::make_shared<Json>();
  TreeReader reader(text, JsonDialect::plain, nullptr);
  const auto& failure = reader.read(*root);
  if (!failure) return JsonPtr(std::move(root));
  const Problem problem = placed("answer", text, *failure);
  return Error{ErrorKind::undecodable, problem.where + ": " + problem.what};
}

const Json& PositionedJson::value() const {
  static const Json nothing;
  return value_ == nullptr ? nothing : *value_;
}

Position PositionedJson::position(Place Places::*which, const Json& value) const {
  const auto found = places_.find(&value);
  if (found == places_.end()) return {file_};
  const Place place = found->second.*which;
  return {file_, place.line, place.column};
}

Position PositionedJson::value_at(const Json& value) const { return position(&Places::value, value); }

Position PositionedJson::key_at(const Json& value) const { return position(&Places::key, value); }

}  // namespace sellsign
