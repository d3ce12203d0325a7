#include "mock_server/calls/read_request.h"

#include "base/text.h"

namespace sellsign::mock {

/// From here on the request is one whose body came as it is to be read.
void ReadRequest::decode() {
  ReadableBody readable = readable_body(request);
  coded_ = readable.text || readable.wrong;
  unreadable = std::move(readable.wrong);
  if (!readable.text) return;
  body_ = *std::move(readable.text);
  request.body = body_;
  for (const http::HeaderView& header : request.headers) {
    if (equal_ignoring_case(header.name, "Content-Encoding")) continue;
    headers_.push_back(header);
    if (!equal_ignoring_case(header.name, "Content-Type")) continue;
    content_type_ = header.value.substr(0, header.value.find(';'));
    headers_.back().value = content_type_;
  }
  request.headers = headers_;
}

}  // namespace sellsign::mock
