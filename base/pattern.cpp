#include "base/pattern.h"

#include <re2/re2.h>

#include "base/safe_text.h"
#include "base/text.h"

namespace sellsign {
namespace {

using re2::RE2;

constexpr std::size_t k_longest_pattern = 1000;  // bytes
constexpr std::int64_t k_most_memory =
    2 << 20;  // bytes, for one pattern and what it remembers while it searches

/// What of other dialects RE2 leaves out, by the part of the pattern at which it stopped; empty: none of
/// these.
std::string left_out(std::string_view part) {
  if (part == "(?=" || part == "(?!") return "look-ahead (" + std::string(part) + ") is not supported";
  if (part == "(?<")
    return "look-behind ((?<= and (?<!) is not supported; a named group is written (?P<name>...)";
  const bool refers =
      part.size() == 2 && part[0] == '\\' && (part[1] == 'k' || (is_digit(part[1]) && part[1] != '0'));
  return refers ? "back references (" + std::string(part) + ") are not supported" : "";
}

std::string syntax_problem(RE2::ErrorCode code, const std::string& part) {
  const std::string quoted = in_quotes(safe_line(part));
  switch (code) {
    case RE2::ErrorBadEscape:
      return quoted + " is no escape sequence; a character by its number is \\x{e9}";
    case RE2::ErrorBadCharClass:
    case RE2::ErrorBadCharRange:
      return quoted + " is no range of characters";
    case RE2::ErrorMissingBracket:
      return "a [ is not closed with ]: " + quoted;
    case RE2::ErrorMissingParen:
      return "a ( is not closed with )";
    case RE2::ErrorUnexpectedParen:
      return "there is a ) without its (";
    case RE2::ErrorTrailingBackslash:
      return "it ends with a backslash";
    case RE2::ErrorRepeatArgument:
      return "there is nothing in front of " + quoted + " that could be repeated";
    case RE2::ErrorRepeatSize:
      return quoted + " is no number of repetitions; they go up to 1000, the smaller number first";
    case RE2::ErrorRepeatOp:
      return quoted + " repeats what is already repeated";
    case RE2::ErrorBadPerlOp:
      return quoted + " is not known; groups are (...), (?:...) and (?P<name>...)";
    case RE2::ErrorBadUTF8:
      return "it is not UTF-8";
    case RE2::ErrorBadNamedCapture:
      return quoted + " is no named group; (?P<name>...) is one";
    case RE2::ErrorPatternTooLarge:
      return "it is too large when its repetitions are written out";
    default:
      return "it cannot be read near " + quoted;
  }
}

}  // namespace

Result<Pattern> Pattern::compile(std::string_view pattern) {
  if (pattern.size() > k_longest_pattern)
    return usage_error("the regular expression is longer than " + std::to_string(k_longest_pattern) +
                       " bytes");
  RE2::Options options;
  options.set_log_errors(false);
  options.set_never_capture(true);
  options.set_max_mem(k_most_memory);
  auto compiled = std::make_shared<const RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
  if (compiled->ok()) return Pattern(std::move(compiled));
  const std::string& part = compiled->error_arg();
  if (std::string words = left_out(part); !words.empty()) return usage_error(std::move(words));
  return usage_error("this is no regular expression: " + syntax_problem(compiled->error_code(), part));
}

bool Pattern::is_in(std::string_view text) const {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled_);
}

}  // namespace sellsign
