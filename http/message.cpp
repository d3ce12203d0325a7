#include "http/message.h"

#include "base/text.h"

namespace sellsign::http {

const HeaderView* find_header(const Request& request, std::string_view name) {
  for (const HeaderView& header : request.headers)
    if (equal_ignoring_case(header.name, name)) return &header;
  return nullptr;
}

std::string_view header_value(const Request& request, std::string_view name) {
  const HeaderView* const header = find_header(request, name);
  return header == nullptr ? std::string_view() : header->value;
}

Reply json_reply(std::string json) {
  Reply reply;
  reply.content_type = k_json;
  reply.body = std::move(json);
  return reply;
}

Reply text_reply(int status, std::string text) {
  Reply reply;
  reply.status = status;
  reply.kind = ReplyKind::refused;
  reply.body = std::move(text);
  return reply;
}

}  // namespace sellsign::http
