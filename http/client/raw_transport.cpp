#include "http/client/raw_transport.h"

#include <optional>

#include "http/client/exchanges.h"
#include "net/sigpipe.h"

namespace sellsign::http {

std::string raw_bytes(const HttpRequest& request, std::string_view prefix, std::string_view host) {
  std::string bytes = request.verb + " ";
  bytes.append(prefix).append(request.target).append(" HTTP/1.1\r\n");
  if (find_header(request.headers, "Host") == nullptr) bytes.append("Host: ").append(host).append("\r\n");
  for (const auto& [name, value] : request.headers)
    bytes.append(name).append(": ").append(value).append("\r\n");
  if (!request.body.empty() && find_header(request.headers, "Content-Length") == nullptr &&
      find_header(request.headers, "Transfer-Encoding") == nullptr)
    bytes.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
  return bytes.append("\r\n").append(request.body);
}

Result<HttpReply> RawTransport::exchange(const HttpRequest& request) {
  if (std::string fault = framing_fault(request); !fault.empty()) return usage_error(std::move(fault));
  const net::SigpipeGuard guard;
  const Interruption interruption(options_.interrupted);
  const auto exchanges = make_exchanges(target_, options_);  // of its own: it has no connection to keep
  const auto deadline = exchanges->now() + options_.deadlines.total;
  exchanges->send(0, raw_bytes(request, target_.url.prefix, host_field(target_.url)), request.verb == "HEAD",
                  deadline);
  std::optional<Result<HttpReply>> outcome;
  while (!outcome) {
    exchanges->wait(interruption.next_look(deadline), [&](const Finished& over) {
      outcome = over.reply != nullptr ? Result<HttpReply>(*over.reply) : Result<HttpReply>(*over.error);
    });
    if (!outcome && interruption.came())
      outcome = Error{ErrorKind::transport, "interrupted while waiting for " + place_of(target_)};
  }
  return *std::move(outcome);
}

}  // namespace sellsign::http
