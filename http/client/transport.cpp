#include "http/client/transport.h"

#include <algorithm>
#include <cstdint>

#include "base/number.h"
#include "base/text.h"

namespace sellsign::http {

const std::string* find_header(const Headers& headers, std::string_view name) {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
    return equal_ignoring_case(header.first, name);
  });
  return found == headers.end() ? nullptr : &found->second;
}

std::optional<std::chrono::seconds> retry_after(const HttpReply& reply) {
  const std::string* const text = find_header(reply.headers, "Retry-After");
  const auto seconds = text == nullptr ? std::nullopt : read_whole<std::uint32_t>(*text);
  return seconds ? std::optional(std::chrono::seconds(*seconds)) : std::nullopt;
}

Deadlines Deadlines::within(std::chrono::milliseconds total) {
  Deadlines limits;
  limits.connect = std::min(limits.connect, total);
  limits.read = limits.total = total;
  return limits;
}

Interruption::Time Interruption::next_look(Time deadline) const {
  constexpr std::chrono::milliseconds k_pause{50};
  return watched_ ? std::min(deadline, std::chrono::steady_clock::now() + k_pause) : deadline;
}

std::string host_field(const Url& url) {
  Url bare = url;
  bare.prefix.clear();
  const std::string text = bare.text();
  return text.substr(text.find("://") + 3);
}

std::string place_of(const Target& target) {
  const std::string host = host_field(target.url);
  return target.address == target.url.host ? host : host + " (" + target.address + ")";
}

Error unreachable(const Target& target, std::string_view why, std::string_view advice) {
  std::string message = "no connection to " + place_of(target) + ": ";
  message.append(why).append("; ").append(advice);
  return {ErrorKind::unreachable, std::move(message)};
}

}  // namespace sellsign::http
