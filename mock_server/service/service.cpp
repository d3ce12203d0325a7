#include "mock_server/service/service.h"

#include <cstdio>

#include "mock_server/calls/refusal.h"

namespace sellsign::mock {
namespace {

using std::chrono::nanoseconds;

/// `mock;dur=0.012`, in milliseconds (Server-Timing, W3C).
std::string server_timing(nanoseconds service) {
  char text[48];
  std::snprintf(text, sizeof text, "mock;dur=%.4f", static_cast<double>(service.count()) / 1e6);
  return text;
}

bool asks_for_timing(const http::Request& request) {
  return http::header_value(request, "X-Mock-Server-Timing") == "1";
}

ServiceOptions completed(ServiceOptions options) {
  options.each_namespace.seconds =
      options.isolation != Isolation::off;  // else the meter of all knows as much
  return options;
}

}  // namespace

Service::Service(ServiceOptions options)
    : options_(completed(std::move(options))),
      namespaces_(options_.each_namespace, options_.isolation, options_.namespaces) {}

http::Reply Service::handle(const http::Request& request) {
  if (auto preflight = cors_preflight(request, options_.cors)) {
    if (options_.log && preflight->kind != http::ReplyKind::ok) options_.log(request, *preflight, {});
    preflight->date = now();
    give_form(*preflight);
    return *std::move(preflight);
  }
  const auto start = std::chrono::steady_clock::now();
  const ReadRequest asked(request);
  const auto space = namespaces_.of(asked);
  if (!space) {
    const bool full = space.error().kind == ErrorKind::limit;
    http::Reply refused = refusal(full ? 503 : 400, space.error().message + ".");
    refused.date = now();
    give_form(refused);
    unplaced_.fetch_add(1, std::memory_order_relaxed);
    meter_.count({nullptr, refused.status, {}, false}, std::chrono::system_clock::now());
    return finished(request, std::move(refused), {});
  }
  Trace trace;
  http::Reply reply = (*space)->mock().handle(asked, trace);
  const nanoseconds service = std::chrono::steady_clock::now() - start;
  meter_.count({trace.row, reply.status, service, !trace.fault.empty()}, std::chrono::system_clock::now());
  (*space)->remember(asked.request, reply, trace, service);
  if (options_.server_timing || (options_.each_namespace.mock.allow_overrides && asks_for_timing(request)))
    reply.headers.emplace_back("Server-Timing", server_timing(service));
  if (options_.isolation != Isolation::header && http::find_header(request, "X-Mock-Namespace") != nullptr)
    reply.headers.emplace_back("X-Mock-Warning", "X-Mock-Namespace counts with --isolate header only");
  return finished(request, std::move(reply), service);
}

/// The answer as it goes out, logged.
http::Reply Service::finished(const http::Request& request, http::Reply reply, nanoseconds took) const {
  add_cors(request, options_.cors, reply);
  if (options_.log) options_.log(request, reply, took);
  return reply;
}

void Service::give_form(http::Reply& reply) const {
  if (options_.each_namespace.mock.settings.refused_form == "json") make_json(reply);
}

void Service::note_refused(http::Reply& refusal, std::string_view origin) {
  meter_.count_refused(refusal.status);
  namespaces_.main().remember_refused(refusal);
  if (options_.log_refused) options_.log_refused(refusal.status, refusal.body);
  refusal.date = now();
  open_to_origin(origin, options_.cors, refusal);
  give_form(refusal);
}

}  // namespace sellsign::mock
