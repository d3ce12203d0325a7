#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/arguments.h"
#include "http/message.h"
#include "mock_server/calls/readable_body.h"

namespace sellsign::mock {

/// A request and its parameters, read once for all who look at them. The bytes of the request have to live as
/// long.
class ReadRequest {
 public:
  explicit ReadRequest(const http::Request& asked) : request(asked) {
    if (!asked.body.empty()) decode();
    if (!unreadable)
      unreadable = arguments.read(request.query, request.body);
    else
      arguments.read(request.query, "");
  }

  /// Whether the body had to be decoded, or cannot be.
  bool is_coded() const { return coded_; }

  http::Request request;  ///< as it came, but for a body that was decoded, and the fields that said how
  api::Arguments arguments;
  std::optional<std::string> unreadable;  ///< what is wrong with the body, as one sentence; none: nothing

 private:
  void decode();

  bool coded_ = false;
  std::string body_;
  std::string content_type_;
  std::vector<http::HeaderView> headers_;
};

}  // namespace sellsign::mock
