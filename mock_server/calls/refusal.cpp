#include "mock_server/calls/refusal.h"

#include <algorithm>

namespace sellsign::mock {

std::string without_token(std::string_view path) {
  constexpr std::string_view k_name = "j_token";
  std::string out;
  for (;;) {
    const std::size_t at = path.find(k_name);
    if (at == std::string_view::npos) return out.append(path);
    std::size_t value = at + k_name.size();
    const std::string_view rest = path.substr(value);
    const bool is_escaped = rest.starts_with("%3D") || rest.starts_with("%3d");
    if (is_escaped || rest.starts_with('=')) value += is_escaped ? 3 : 1;
    const bool has_value = value > at + k_name.size();
    out.append(path.substr(0, value)).append(has_value ? "***" : "");
    path.remove_prefix(has_value ? std::min(path.find_first_of("&;/ ", value), path.size()) : value);
  }
}

std::string_view sentence_of(std::string_view body) { return body.substr(0, body.find('\n')); }

http::Reply refusal(int status, std::string sentence) {
  return http::text_reply(status, std::move(sentence));
}

}  // namespace sellsign::mock
