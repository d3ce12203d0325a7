#include "base/json/answer.h"

#include <algorithm>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json/positioned_json.h"

namespace sellsign {
namespace {

/// Builds a value from the parser's events; stops at a key that is there twice and below the deepest level.
class AnswerReader {
 public:
  explicit AnswerReader(Json& root) : root_(root) {}

  bool null() { return put(nullptr); }
  bool boolean(bool value) { return put(value); }
  bool number_integer(Json::number_integer_t value) { return put(value); }
  bool number_unsigned(Json::number_unsigned_t value) { return put(value); }
  bool number_float(Json::number_float_t value, const Json::string_t& /*digits*/) { return put(value); }
  bool string(Json::string_t& value) { return put(std::move(value)); }
  bool binary(Json::binary_t& /*value*/) { return false; }
  bool start_object(std::size_t /*elements*/) { return open(Json::object()); }
  bool start_array(std::size_t /*elements*/) { return open(Json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/, const Json::exception& /*error*/) {
    return false;
  }

  bool key(Json::string_t& name) {
    constexpr std::size_t k_usual_keys = 8;
    auto& members = open_.back()->get_ref<Json::object_t&>();
    const auto is_it = [&name](const auto& member) { return member.first == name; };
    if (std::ranges::any_of(members, is_it)) return false;
    if (members.empty()) members.reserve(k_usual_keys);
    member_ = &members.emplace_back(std::move(name), nullptr).second;
    return true;
  }

 private:
  template <class T>
  Json* place(T&& value) {
    if (open_.empty()) return &(root_ = std::forward<T>(value));
    if (open_.back()->is_object()) return &(*member_ = std::forward<T>(value));
    auto& elements = open_.back()->get_ref<Json::array_t&>();
    return &elements.emplace_back(std::forward<T>(value));
  }

  template <class T>
  bool put(T&& value) {
    place(std::forward<T>(value));
    return true;
  }

  bool open(Json value) {
    if (open_.size() >= k_deepest_json) return false;
    open_.push_back(place(std::move(value)));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  Json& root_;
  Json* member_ = nullptr;  // whose key was read last
  std::vector<Json*> open_;
};

}  // namespace

Result<JsonPtr> read_answer(std::string_view text) {
  auto root = std::make_shared<Json>();
  AnswerReader reader(*root);
  if (Json::sax_parse(text.begin(), text.end(), &reader)) return JsonPtr(std::move(root));
  PositionedJson out;
  const Problems problems = read_json("answer", text, JsonDialect::plain, out);
  return Error{ErrorKind::undecodable, problems.at(0).where + ": " + problems.at(0).what};
}

}  // namespace sellsign
