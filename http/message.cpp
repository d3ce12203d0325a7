#include "http/message.h"

#include <algorithm>

#include "base/text.h"

namespace sellsign::http {

HeldRequest::HeldRequest(const Request& request) {
  std::size_t size = request.verb.size() + request.path.size() + request.query.size() + request.body.size();
  for (const HeaderView& header : request.headers) size += header.name.size() + header.value.size();
  bytes_.reserve(size);  // the views stay good
  for (const HeaderView& header : request.headers) {
    const std::string_view name = hold(header.name);
    headers_.push_back({name, hold(header.value)});
  }
  request_ = {hold(request.verb), hold(request.path), hold(request.query),
              headers_,           hold(request.body), request.from_loopback};
}

std::string_view HeldRequest::hold(std::string_view text) {
  const std::size_t from = bytes_.size();
  bytes_ += text;
  return std::string_view(bytes_).substr(from);
}

const HeaderView* find_header(const Request& request, std::string_view name) {
  for (const HeaderView& header : request.headers)
    if (equal_ignoring_case(header.name, name)) return &header;
  return nullptr;
}

std::string_view header_value(const Request& request, std::string_view name) {
  const HeaderView* const header = find_header(request, name);
  return header == nullptr ? std::string_view() : header->value;
}

bool is_field_name(std::string_view text) {
  constexpr std::string_view k_signs = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return is_alnum(c) || k_signs.find(c) != std::string_view::npos;
  });
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
