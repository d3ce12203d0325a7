#include "http/client/transport_options.h"

#include <algorithm>

namespace sellsign::http {

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
