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

/// Walks one object down.
class FormatChecker {
 public:
  FormatChecker(const PositionedJson& document, Problems& problems)
      : document_(document), problems_(problems) {}

  void check(const Json& object, const std::string& pointer, Kind kind) {
    const std::vector<const FormatRow*> rows = rows_of(kind);
    for (const auto& [key, value] : object.items()) {
      const auto found =
          std::find_if(rows.begin(), rows.end(), [&name = key](const auto* row) { return row->key == name; });
      if (found == rows.end())
        unknown_key(key, child(pointer, key), kind, rows);
      else
        check_value(value, child(pointer, key), **found);
    }
    for (const FormatRow* row : rows)
      if (row->required && !object.contains(row->key))
        say(document_.value_at(pointer), "\"" + std::string(row->key) + "\" is missing in this " +
                                             std::string(name_of(kind)) + ": " + std::string(row->about));
  }

 private:
  void say(const Position& at, std::string what) { problems_.push_back({at.text(), std::move(what)}); }

  void unknown_key(const std::string& key, const std::string& pointer, Kind kind,
                   const std::vector<const FormatRow*>& rows) {
    std::vector<std::string_view> keys;
    for (const FormatRow* row : rows) keys.push_back(row->key);
    std::string hint = did_you_mean(key, keys);
    if (hint.empty()) hint = known_words(keys);
    say(document_.key_at(pointer), "unknown key \"" + key + "\" in a " + std::string(name_of(kind)) + hint);
  }

  void check_value(const Json& value, const std::string& pointer, const FormatRow& row) {
    if ((type_bit(value) & row.types) == 0) {
      say(document_.value_at(pointer), "\"" + std::string(row.key) + "\" has to be " + words_for(row.types));
      return;
    }
    if (value.is_structured()) check_elements(value, pointer, row);
    check_word(value, pointer, row);
    if (row.inner && row.inner_place == Inner::itself && value.is_object()) check(value, pointer, *row.inner);
    if (row.inner && row.inner_place == Inner::elements && value.is_object())
      check(value, pointer, *row.inner);
  }

  void check_elements(const Json& value, const std::string& pointer, const FormatRow& row) {
    const bool as_list = value.is_array();
    if (!as_list && (row.inner_place == Inner::elements || (row.inner && row.inner_place == Inner::itself)))
      return;
    std::size_t index = 0;
    for (const auto& [key, element] : value.items()) {
      const std::string inner = as_list ? child(pointer, index++) : child(pointer, key);
      if ((type_bit(element) & row.element_types) == 0) {
        say(document_.value_at(inner), "each " + std::string(as_list ? "element" : "value") + " of \"" +
                                           std::string(row.key) + "\" has to be " +
                                           words_for(row.element_types));
        continue;
      }
      check_word(element, inner, row);
      if (row.inner && element.is_object()) check(element, inner, *row.inner);
    }
  }

  void check_word(const Json& value, const std::string& pointer, const FormatRow& row) {
    if (row.words == Words::none || row.words == Words::verbs_open || !value.is_string()) return;
    const auto words = words_of(row.words);
    const auto& word = value.get_ref<const std::string&>();
    if (std::find(words.begin(), words.end(), word) != words.end()) return;
    std::string hint = did_you_mean(word, words);
    if (hint.empty() && words.size() <= 8) hint = known_words(words);
    const std::string_view noun = row.words == Words::statements ? "statement" : row.key;
    say(document_.value_at(pointer), "unknown " + std::string(noun) + " \"" + word + "\"" + hint);
  }

  const PositionedJson& document_;
  Problems& problems_;
};

}  // namespace

void check_format(const PositionedJson& document, std::string_view pointer, Kind kind, Problems& problems) {
  const Json& object = document.value().at(Json::json_pointer(std::string(pointer)));
  FormatChecker(document, problems).check(object, std::string(pointer), kind);
}

}  // namespace sellsign::harness
