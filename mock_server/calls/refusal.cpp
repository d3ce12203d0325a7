#include "mock_server/calls/refusal.h"

#include <algorithm>

namespace sellsign::mock {

std::string without_token(std::string_view path) {
  for (const std::string_view name : {"j_token=", "j_token%3D", "j_token%3d"}) {
    const std::size_t at = path.find(name);
    if (at == std::string_view::npos) continue;
    const std::size_t value = at + name.size(),
                      end = std::min(path.find_first_of("&;/ ", value), path.size());
    return std::string(path.substr(0, value)) + "***" + without_token(path.substr(end));
  }
  return std::string(path);
}

std::string_view sentence_of(std::string_view body) { return body.substr(0, body.find('\n')); }

http::Reply refusal(int status, std::string sentence) {
  return http::text_reply(status, std::move(sentence));
}

}  // namespace sellsign::mock
