#include "base/markup.h"

#include <algorithm>

#include "base/number.h"
#include "base/safe_text.h"
#include "base/time_text.h"

namespace sellsign {

std::string xml_text(std::string_view text) {
  constexpr std::pair<char, std::string_view> k_entities[] = {
      {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}};
  std::string out;
  for (const char c : safe_text(text)) {
    const auto* const entity = std::ranges::find(k_entities, c, &std::pair<char, std::string_view>::first);
    if (entity == std::end(k_entities))
      out += c;
    else
      out += entity->second;
  }
  return out;
}

std::string xml_attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + xml_text(safe_line(value)) + "\"";
}

std::string xml_seconds(std::chrono::nanoseconds duration) { return fixed_text(in_seconds(duration), 6); }

std::string markdown_text(std::string_view text) {
  std::string out;
  for (const char c : safe_line(text)) {
    if (c == '<')
      out += "&lt;";
    else if (c == '&')
      out += "&amp;";
    else if (std::string_view("\\`*_[]|#~").find(c) != std::string_view::npos)
      (out += '\\') += c;
    else
      out += c;
  }
  return out;
}

std::string markdown_block(std::string_view text) {
  std::size_t longest = 2, run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  return fence + "text\n" + std::string(text) + fence + "\n";
}

}  // namespace sellsign
