#include "http/message.h"

#include <algorithm>

namespace sellsign::mock {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool same_letters(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

const HeaderView* find_header(const Request& request, std::string_view name) {
  for (const HeaderView& header : request.headers)
    if (same_letters(header.name, name)) return &header;
  return nullptr;
}

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

Reply refusal(int status, std::string sentence) {
  Reply reply;
  reply.status = status;
  reply.body = std::move(sentence);
  return reply;
}

}  // namespace sellsign::mock
