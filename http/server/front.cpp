#include "http/server/front.h"

#include <array>

#include "base/nearest.h"
#include "http/server/event_front.h"
#include "http/server/threads_front.h"

namespace sellsign::http {
namespace {

constexpr FrontRow k_rows[] = {
    {"event", "few threads for any number of connections (Linux)", start_event_front},
    {"threads", "a thread for each connection, over cpp-httplib", start_threads_front},
};

}  // namespace

std::span<const FrontRow> front_rows() { return k_rows; }

Result<std::unique_ptr<Front>> start_front(std::string_view name, Handler handler,
                                           const FrontOptions& options) {
  std::array<std::string_view, std::size(k_rows)> names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (k_rows[i].name == name) return k_rows[i].start(std::move(handler), options);
    names[i] = k_rows[i].name;
  }
  return Error{ErrorKind::usage,
               "no front is called \"" + std::string(name) + "\"" + did_you_mean(name, names)};
}

std::string url_of(std::string_view scheme, const FrontOptions& options, int port) {
  std::string host = options.host;
  if (host == "0.0.0.0") host = "127.0.0.1";
  if (host == "::") host = "::1";
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return std::string(scheme) + "://" + host + ":" + std::to_string(port);
}

}  // namespace sellsign::http
