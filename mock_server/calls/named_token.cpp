#include "mock_server/calls/named_token.h"

#include <algorithm>
#include <optional>

#include "api/endpoints.h"
#include "base/percent.h"
#include "base/redactor.h"
#include "base/text.h"

namespace sellsign::mock {
namespace {

constexpr std::string_view k_names[] = {api::k_token_name, "jsessionid"};

/// Where a value stands in a text.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::size_t behind(std::string_view pattern, std::string_view text, std::size_t at) {
  const bool may = at < text.size() && may_begin(pattern, text[at], Alphabet::bytes);
  return may ? match_escaped(pattern, text, at, Alphabet::bytes) : std::string_view::npos;
}

std::size_t behind_spaces_and_quotes(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const std::size_t quote = behind("\"", text, at);
    if (quote != std::string_view::npos)
      at = quote;
    else if (text[at] == ' ')
      ++at;
    else
      break;
  }
  return at;
}

char char_at(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }

/// The byte that a percent sign at `at` leads to, however often it was encoded; nothing: none.
std::optional<unsigned> percent_byte(std::string_view text, std::size_t at) {
  while (text.substr(at + 1, 2) == "25") at += 2;
  const auto high = hex_value(char_at(text, at + 1)), low = hex_value(char_at(text, at + 2));
  return high && low ? std::optional(*high * 16 + *low) : std::nullopt;
}

/// Whether backslashes that begin at `at` can stand in front of an escape. A quick test: those that follow
/// others have been looked at with the first.
bool may_escape(std::string_view text, std::size_t at) {
  if (at > 0 && text[at - 1] == '\\') return false;
  const char next = char_at(text, std::min(text.find_first_not_of('\\', at), text.size()));
  return is_digit(next) || std::string_view("uUxX\"").find(next) != std::string_view::npos;
}

/// Whether a name can begin here; a quick test.
bool may_begin_name(std::string_view small, std::size_t at) {
  switch (small[at]) {
    case 'j':
      return std::string_view("_s%\\&").find(char_at(small, at + 1)) != std::string_view::npos;
    case '%':
      return percent_byte(small, at) == 'j';
    case '\\':
      return may_escape(small, at);
    case '&':
      return char_at(small, at + 1) == '#';
    default:
      return false;
  }
}

bool ends_value(std::string_view text, std::size_t at) {
  constexpr std::string_view k_raw = "&;?#\"'<> ,\r\n\t", k_escaped = "&;?#\"";
  if (k_raw.find(text[at]) != std::string_view::npos) return true;
  if (text[at] == '%') {
    const auto byte = percent_byte(text, at);
    return byte && k_escaped.find(static_cast<char>(*byte)) != std::string_view::npos;
  }
  if (text[at] != '\\' || !may_escape(text, at)) return false;
  return std::ranges::any_of(k_escaped, [&](const char& end) {
    return behind({&end, 1}, text, at) != std::string_view::npos;
  });
}

/// The value behind a name that ends at `at`; nothing when no sign of a value follows.
std::optional<Span> value_at(std::string_view text, std::size_t at) {
  at = behind_spaces_and_quotes(text, at);
  const std::size_t equals = behind("=", text, at), colon = behind(":", text, at);
  if (equals == std::string_view::npos && colon == std::string_view::npos) return std::nullopt;
  const std::size_t begin = behind_spaces_and_quotes(text, equals != std::string_view::npos ? equals : colon);
  std::size_t end = begin;
  while (end < text.size() && !ends_value(text, end)) ++end;
  return Span{begin, end};
}

/// The value behind a name that begins at `at`. `small`: the text in small letters.
std::optional<Span> named_value_at(std::string_view text, std::string_view small, std::size_t at) {
  if (!may_begin_name(small, at)) return std::nullopt;
  for (const std::string_view name : k_names)
    if (const std::size_t end = behind(name, small, at); end != std::string_view::npos)
      if (const auto value = value_at(text, end)) return value;
  return std::nullopt;
}

std::vector<Span> find_named(std::string_view text) {
  std::vector<Span> found;
  const std::string small = lower(text);
  for (std::size_t at = 0; at < small.size(); ++at)
    if (const auto value = named_value_at(text, small, at)) {
      found.push_back(*value);
      at = std::max(at, value->end - 1);
    }
  return found;
}

}  // namespace

std::string without_named_tokens(std::string_view text) {
  std::string out;
  std::size_t copied = 0;
  for (const auto& [begin, end] : find_named(text)) {
    out.append(text.substr(copied, begin - copied)).append(begin == end ? "" : "***");
    copied = end;
  }
  return out.append(text.substr(copied));
}

std::vector<std::string> named_tokens(std::string_view text) {
  constexpr int k_most_decodings = 4;
  std::vector<std::string> out;
  for (const auto& [begin, end] : find_named(text)) {
    std::string value(text.substr(begin, end - begin));
    for (int i = 0; i < k_most_decodings && !value.empty() && value != "***"; ++i) {
      out.push_back(value);
      std::string decoded = percent_decoded(value, true);
      if (decoded == value) break;
      value = std::move(decoded);
    }
  }
  return out;
}

}  // namespace sellsign::mock
