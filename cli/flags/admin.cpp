#include "cli/flags/admin.h"

#include "http/client/raw_transport.h"

namespace sellsign::cli {

void add_admin_flags(FlagRows& rows, AdminFlags& flags) {
  add_place_flags(rows, flags.place,
                  "Base URL of the mock (default: SELLSIGN_URL, else http://127.0.0.1:8180)");
  add_group(rows, "Target",
            {{"--port", &flags.port, "The port of a mock on this machine, where --target is not given", "",
              Between{0, 65535}}});
}

Result<http::Url> admin_url(const AdminFlags& flags) {
  if (flags.place.target.empty() && flags.port.value_or(0) != 0)
    return http::parse_url("http://127.0.0.1:" + std::to_string(*flags.port));
  return http::parse_url(url_of_mock(flags.place));
}

Result<http::HttpReply> ask_admin(const http::Url& url, const AdminFlags& flags, const std::string& path,
                                  std::chrono::milliseconds most, http::Headers headers) {
  const auto target = client::admit(url, guard_options(flags.place));
  if (!target) return target.error();
  http::TransportOptions options = transport_options(flags.place);
  options.deadlines = http::Deadlines::within(most);
  http::RawTransport transport(*target, options);
  headers.emplace_back("Connection", "close");
  return transport.exchange({"GET", "/__admin/" + path, std::move(headers), ""});
}

}  // namespace sellsign::cli
