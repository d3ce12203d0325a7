#include "base/shell.h"

#include <algorithm>

#include "base/text.h"

namespace sellsign {
namespace {

bool is_plain(char c) {
  return is_alnum(c) || std::string_view("-._/:=,%+@").find(c) != std::string_view::npos;
}

/// The text in single quotes, as a POSIX shell reads it back.
std::string single_quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'')
      result += "'\\''";
    else
      result += c;
  }
  return result += '\'';
}

}  // namespace

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::string printf_command(std::string_view bytes) {
  std::string escaped;
  for (const char c : bytes) {
    if (c == '\\') {
      escaped += "\\\\";
    } else if (is_control(c)) {
      const auto byte = static_cast<unsigned char>(c);
      escaped += "\\0";
      for (const unsigned shift : {6U, 3U, 0U}) escaped += static_cast<char>('0' + ((byte >> shift) & 7U));
    } else {
      escaped += c;
    }
  }
  return "printf %b " + single_quoted(escaped);
}

std::string shell_word(std::string_view text) {
  if (!text.empty() && std::ranges::all_of(text, is_plain)) return std::string(text);
  if (std::ranges::none_of(text, is_control)) return single_quoted(text);
  return "\"$(" + printf_command(text) + ")\"";
}

}  // namespace sellsign
