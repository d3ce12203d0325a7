#include "harness/scenario/format_check.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/nearest.h"

namespace sellsign::harness {
namespace {

using namespace types;

unsigned type_bit(const Json& value) {
  switch (value.type()) {
    case Json::value_t::string:
      return k_text;
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
      return k_integer | k_number;
    case Json::value_t::number_float:
      return k_number;
    case Json::value_t::boolean:
      return k_boolean;
    case Json::value_t::object:
      return k_object;
    case Json::value_t::array:
      return k_array;
    default:
      return k_null;
  }
}

std::string words_for(unsigned wanted) {
  constexpr std::pair<unsigned, std::string_view> k_words[] = {
      {k_text, "a text"},      {k_integer, "a whole number"}, {k_boolean, "true or false"},
      {k_object, "an object"}, {k_array, "a list"},           {k_null, "null"}};
  std::string out;
  for (const auto& [bit, words] : k_words)
    if ((wanted & bit) != 0) out += (out.empty() ? "" : " or ") + std::string(words);
  return out;
}

std::string known_words(std::span<const std::string_view> words) {
  std::string out;
  for (const std::string_view word : words) out += (out.empty() ? "; known: " : ", ") + std::string(word);
  return out;
}

void check_object(const JsonView& object, ObjectKind kind);

void refuse_key(const JsonView& member, ObjectKind kind, const std::vector<const FormatRow*>& rows) {
  std::vector<std::string_view> keys;
  for (const FormatRow* row : rows) keys.push_back(row->key);
  std::string hint = did_you_mean(member.name(), keys);
  if (hint.empty()) hint = known_words(keys);
  member.say_of_key("unknown key \"" + member.name() + "\" in a " + std::string(name_of(kind)) + hint);
}

void check_word(const JsonView& view, const FormatRow& row) {
  if (row.words == Words::none || row.words == Words::verbs_open || !view.value().is_string()) return;
  const auto words = words_of(row.words);
  const auto& word = view.value().get_ref<const std::string&>();
  if (std::find(words.begin(), words.end(), word) != words.end()) return;
  std::string hint = did_you_mean(word, words);
  if (hint.empty() && words.size() <= 8) hint = known_words(words);
  const std::string_view noun = row.words == Words::statements ? "statement" : row.key;
  view.add_problem("unknown " + std::string(noun) + " \"" + word + "\"" + hint);
}

void check_elements(const JsonView& view, const FormatRow& row) {
  const bool as_list = view.value().is_array();
  for (const JsonView& element : as_list ? view.elements() : view.members()) {
    if ((type_bit(element.value()) & row.element_types) == 0) {
      element.add_problem("each " + std::string(as_list ? "element" : "value") + " of \"" +
                          std::string(row.key) + "\" has to be " + words_for(row.element_types));
      continue;
    }
    check_word(element, row);
    if (row.inner && element.value().is_object()) check_object(element, *row.inner);
  }
}

void check_value(const JsonView& view, const FormatRow& row) {
  if ((type_bit(view.value()) & row.types) == 0)
    return view.add_problem("\"" + std::string(row.key) + "\" has to be " + words_for(row.types));
  check_word(view, row);
  if (row.inner && row.inner_place != Inner::values && view.value().is_object())
    check_object(view, *row.inner);
  else
    check_elements(view, row);
}

void check_object(const JsonView& object, ObjectKind kind) {
  const std::vector<const FormatRow*> rows = rows_of(kind);
  for (const JsonView& member : object.members()) {
    const auto found = std::ranges::find(rows, member.name(), &FormatRow::key);
    if (found == rows.end())
      refuse_key(member, kind, rows);
    else
      check_value(member, **found);
  }
  for (const FormatRow* row : rows)
    if (row->required && !object.has(row->key))
      object.add_problem("\"" + std::string(row->key) + "\" is missing in this " +
                         std::string(name_of(kind)) + ": " + std::string(row->about));
}

}  // namespace

void check_format(const JsonView& object, ObjectKind kind) { check_object(object, kind); }

}  // namespace sellsign::harness
