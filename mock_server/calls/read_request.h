#pragma once

#include <optional>
#include <string>

#include "api/arguments.h"
#include "http/message.h"

namespace sellsign::mock {

/// A request and its parameters, read once for all who look at them. The request has to live as long.
struct ReadRequest {
  explicit ReadRequest(const http::Request& asked)
      : request(asked), unreadable(arguments.read(asked.query, asked.body)) {}

  const http::Request& request;
  api::Arguments arguments;
  std::optional<std::string> unreadable;  ///< what is wrong with the body, as one sentence; none: nothing
};

}  // namespace sellsign::mock
