#include "base/curl.h"

#include <algorithm>

#include "base/shell.h"
#include "base/text.h"

namespace sellsign {
namespace {

/// Beyond this size curl asks for leave (Expect: 100-continue) before it sends a body.
constexpr std::size_t k_expect_threshold = 1024UL * 1024;

std::string verb_option(std::string_view verb, bool sends_body) {
  if (verb == "HEAD" && !sends_body) return " --head";
  if (verb == "GET" && !sends_body) return "";
  return " -X " + shell_word(verb);
}

}  // namespace

std::string header_word(std::string_view name, std::string_view value) {
  return shell_word(std::string(name) + (value.empty() ? ";" : ": " + std::string(value)));
}

std::string CurlLine::text() const {
  const bool sends_body = !body.empty() || token_in_body;
  const bool piped = std::ranges::any_of(body, is_control);
  bool has_type = false;
  std::string line = piped ? printf_command(body) + " | " : "";
  line += "curl -sS -g --path-as-is" + verb_option(verb, sends_body) + " " + shell_word(url);
  if (!ca_file.empty()) line += " --cacert " + shell_word(ca_file);
  for (const auto& [name, word] : headers) {
    line += " -H " + word;
    has_type = has_type || equal_ignoring_case(name, "Content-Type");
  }
  if (sends_body && !has_type) line += " -H Content-Type:";
  if (body.size() > k_expect_threshold) line += " -H Expect:";
  if (!body.empty()) line += piped ? " --data-binary @-" : " --data-raw " + shell_word(body);
  if (token_in_body) line.append(" --data-urlencode ").append(k_token_from_shell);
  if (token_in_query)
    line.append(sends_body ? " --url-query " : " -G --data-urlencode ").append(k_token_from_shell);
  return line;
}

}  // namespace sellsign
