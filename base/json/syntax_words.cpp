#include "base/json/syntax_words.h"

#include <cctype>

namespace sellsign {
namespace {

/// The parser's message without its numbers and quotations.
std::string bare(std::string_view parser) {
  std::string text(parser);
  if (const auto start = text.find("syntax error"); start != std::string::npos) text.erase(0, start);
  if (const auto read = text.find("; last read"); read != std::string::npos) {
    const auto next = text.find("; expected", read);
    text.erase(read, next == std::string::npos ? std::string::npos : next - read);
  }
  return text;
}

bool starts_value(char c) {
  return c == '"' || c == '{' || c == '[' || c == '-' || std::isalnum(static_cast<unsigned char>(c)) != 0;
}

bool ends_value(char c) {
  return c == '"' || c == '}' || c == ']' || std::isalnum(static_cast<unsigned char>(c)) != 0;
}

/// A text that starts at `offset`: it is broken inside.
std::string broken_text(std::string_view text, std::size_t offset, std::string_view parser) {
  for (std::size_t i = offset + 1; i < text.size() && text[i] != '"'; ++i) {
    if (text[i] == '\n') return "this text is not closed with \" on its line";
    if (text[i] == '\\') ++i;
  }
  if (parser.find("forbidden character after backslash") != std::string_view::npos)
    return "this text has a \\ that is not followed by one of \" \\ / b f n r t u";
  if (parser.find("UTF-8") != std::string_view::npos) return "this text is not UTF-8";
  if (parser.find("missing closing quote") != std::string_view::npos)
    return "this text is never closed with \"";
  if (parser.find("invalid string") != std::string_view::npos)
    return "this text cannot be read: " + bare(parser);
  return {};
}

}  // namespace

std::string syntax_words(std::string_view text, std::size_t offset, char before, std::string_view parser) {
  if (offset >= text.size())
    return before == 0 ? "the file is empty; a JSON object is expected"
                       : "the file ends before everything is closed";
  const char here = text[offset];
  if ((here == '}' || here == ']') && before == ',')
    return std::string("there is a comma in front of this ") + here + "; take it away";
  if (here == '\'') return "texts are quoted with \", not with '";
  if (here == '#') return "comments start with //";
  if (text.substr(offset, 2) == "/*") return "this comment is not closed with */";
  if (here == '"')
    if (std::string words = broken_text(text, offset, parser); !words.empty()) return words;
  if (starts_value(here) && ends_value(before) && parser.find("expected ':'") == std::string_view::npos &&
      parser.find("expected end of input") == std::string_view::npos)
    return "a comma is missing in front of this";
  if (parser.find("expected end of input") != std::string_view::npos)
    return "there is more text after the end of the object";
  if (parser.find("expected ':'") != std::string_view::npos) return "a colon is missing in front of this";
  if (parser.find("while parsing object key") != std::string_view::npos)
    return "a key in \"quotes\" is expected here";
  if (std::isalpha(static_cast<unsigned char>(here)) != 0)
    return "only true, false, null, numbers and texts in \"quotes\" are values";
  return bare(parser);
}

}  // namespace sellsign
