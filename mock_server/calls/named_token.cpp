#include "mock_server/calls/named_token.h"

#include <algorithm>
#include <array>
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

bool ends_value(std::string_view text, std::size_t at) {
  if (std::string_view("&;?#\"'<> ,\r\n\t").find(text[at]) != std::string_view::npos) return true;
  for (const std::string_view end : {"&", ";", "?", "#", "\""})
    if (behind(end, text, at) != std::string_view::npos) return true;
  return false;
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

/// The characters with which one of the names can begin, whatever the escapes.
constexpr auto k_begins = [] {
  std::array<bool, 256> begins{};
  for (const char c : {'j', 'J', '%', '\\', '&'}) begins[static_cast<unsigned char>(c)] = true;
  return begins;
}();

/// Whether a name can begin anywhere in a text; most texts are told apart by that.
bool may_hold_name(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return k_begins[static_cast<unsigned char>(c)]; });
}

std::vector<Span> find_named(std::string_view text) {
  std::vector<Span> found;
  if (!may_hold_name(text)) return found;
  const std::string small = lower(text);
  for (std::size_t at = 0; at < small.size(); ++at)
    for (const std::string_view name : k_names) {
      const std::size_t end = behind(name, small, at);
      const auto value = end == std::string_view::npos ? std::nullopt : value_at(text, end);
      if (!value) continue;
      found.push_back(*value);
      at = std::max(at, value->end - 1);
      break;
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
