#include "api/odd_values.h"

#include <algorithm>
#include <iterator>

#include "base/percent.h"
#include "base/text.h"
#include "base/utf8.h"

namespace sellsign::api {

bool is_word_of_program(std::string_view text) {
  constexpr std::string_view k_words[] = {"undefined", "null",           "NaN", "None", "(null)",
                                          "<nil>",     "[object Object]"};
  if (text.empty() || std::string_view("unN(<[").find(text.front()) == std::string_view::npos) return false;
  return std::ranges::find(k_words, text) != std::end(k_words);
}

bool looks_encoded(std::string_view text) {
  std::size_t at = text.find('%');
  if (at == std::string_view::npos) return false;
  for (; at != std::string_view::npos; at = text.find('%', at + 1))
    if (at + 2 >= text.size() || !hex_value(text[at + 1]) || !hex_value(text[at + 2])) return false;
  return is_utf8(percent_decoded(text, true));
}

}  // namespace sellsign::api
