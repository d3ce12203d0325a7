#include "http/message.h"

#include "base/text.h"

namespace sellsign::http {

const HeaderView* find_header(const Request& request, std::string_view name) {
  for (const HeaderView& header : request.headers)
    if (equal_ignoring_case(header.name, name)) return &header;
  return nullptr;
}

Reply text_reply(int status, std::string text) {
  Reply reply;
  reply.status = status;
  reply.kind = ReplyKind::refused;
  reply.body = std::move(text);
  return reply;
}

}  // namespace sellsign::http
