#include "http/client/transport.h"

#include <algorithm>

#include "base/text.h"

namespace sellsign::http {

const std::string* find_header(const Headers& headers, std::string_view name) {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
    return equal_ignoring_case(header.first, name);
  });
  return found == headers.end() ? nullptr : &found->second;
}

Deadlines Deadlines::within(std::chrono::milliseconds total) {
  Deadlines limits;
  limits.connect = std::min(limits.connect, total);
  limits.read = limits.total = total;
  return limits;
}

}  // namespace sellsign::http
