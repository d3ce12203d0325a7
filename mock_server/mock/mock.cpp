#include "mock_server/mock/mock.h"

#include <algorithm>
#include <iterator>

#include "mock_server/advice/advice.h"
#include "mock_server/calls/refusal.h"
#include "mock_server/calls/router.h"
#include "mock_server/faults/effect.h"
#include "mock_server/faults/overrides.h"
#include "mock_server/mock/facts.h"
#include "mock_server/mock/self_check.h"

namespace sellsign::mock {
namespace {

constexpr std::size_t k_most_warnings = 10;
constexpr std::size_t k_most_traced = 100;  // departures that are remembered of one request
constexpr std::size_t k_longest_advised =
    64 * 1024;  // bytes of query and body; advice looks at each part of them

void add_warnings(const api::Findings& findings, http::Reply& reply) {
  const std::size_t total = findings.departures.size();
  const std::size_t shown = std::min(total, k_most_warnings);
  for (std::size_t i = 0; i < shown; ++i)
    reply.headers.emplace_back("X-Mock-Warning", describe(findings.departures[i]));
  if (total > shown)
    reply.headers.emplace_back("X-Mock-Warning", "and " + std::to_string(total - shown) + " more departures");
}

/// The customer's number, as calls of customers and of what belongs to them name it.
std::string_view number_of(const api::Endpoint& row, const api::Arguments& arguments) {
  for (const api::Argument& argument : arguments.all())
    if (const api::FieldInfo* field = row.parameters.find(argument.name);
        field != nullptr && field->names_customer())
      return argument.text;
  return {};
}

}  // namespace

Mock::Mock(MockOptions options)
    : options_(std::move(options)),
      mode_(options_.mode),
      clock_(options_.clock == nullptr ? &system_clock_ : options_.clock),
      store_(options_.settings.first_id) {}

http::Reply Mock::handle(const http::Request& request) {
  Trace trace;
  return handle(request, trace);
}

http::Reply Mock::handle(const http::Request& request, Trace& trace) {
  return handle(ReadRequest(request), trace);
}

http::Reply Mock::handle(const ReadRequest& asked, Trace& trace) {
  api::Findings findings;
  http::Reply reply = answer(asked, findings, trace);
  if (options_.advice && reply.kind == http::ReplyKind::refused && trace.fault.empty())
    add_advice(asked, trace, reply);
  add_warnings(findings, reply);
  if (!findings.flaws.empty()) trace.facts |= fact::bad_value;
  const std::size_t traced = std::min(findings.departures.size(), k_most_traced);
  trace.departures.assign(findings.departures.begin(),
                          findings.departures.begin() + static_cast<std::ptrdiff_t>(traced));
  trace.refused = reply.kind != http::ReplyKind::ok;
  if (options_.settings.refused_form == "json") make_json(reply);
  if (!clock_->is_of_machine()) reply.date = clock_->now();
  return reply;
}

void Mock::add_advice(const ReadRequest& asked, const Trace& trace, http::Reply& reply) const {
  const bool is_long = asked.request.query.size() + asked.request.body.size() > k_longest_advised;
  if (is_long && trace.row != nullptr && trace.row->call == api::Call::not_built) {
    reply.body += "\n" + advice_for_not_built(*trace.row);
    return;
  }
  if (is_long) {
    reply.body += "\nNo advice: the request is longer than 64 KiB.";
    return;
  }
  const std::string lines =
      advice({asked, *trace.nearest, mode(), options_.tokens, options_.settings, store_});
  if (!lines.empty()) reply.body += "\n" + lines;
}

http::Reply Mock::answer(const ReadRequest& asked, api::Findings& findings, Trace& trace) {
  const Settings& settings = options_.settings;
  Route route = find_route(asked, settings, findings);
  trace.nearest = route.row;
  trace.facts = facts_of(asked, route.refused ? nullptr : route.row);
  if (route.refused) {
    if (route.refused->status == settings.unknown_call) trace.facts |= fact::unknown_call;
    return *std::move(route.refused);
  }
  trace.row = route.row;
  if (asked.is_coded()) trace.facts |= fact::coded_body;
  trace.body = asked.arguments.body_form();
  trace.number = number_of(*route.row, asked.arguments);
  if (auto refused = check_token(asked, options_.tokens, settings, findings, trace))
    return *std::move(refused);
  Overrides overrides = read_overrides(asked.request, options_.allow_overrides);
  if (overrides.refused) return refusal(400, *std::move(overrides.refused));
  std::optional<FaultAction> fault = std::move(overrides.action);
  if (!fault && options_.faults != nullptr)
    fault = options_.faults->decide({*route.row, asked.arguments, trace.number, trace.token}, *clock_);
  http::Reply reply =
      !fault || performs_call(*fault->effect) ? answer_call(asked, findings, trace) : answer_instead(*fault);
  std::ranges::move(overrides.headers, std::back_inserter(reply.headers));
  if (!fault) return reply;
  apply(*fault, *clock_, reply);
  trace.fault = std::move(fault->name);
  return reply;
}

/// The answer of a call, whatever faults make of it later.
http::Reply Mock::answer_call(const ReadRequest& asked, api::Findings& findings, Trace& trace) {
  const Settings& settings = options_.settings;
  if (trace.row->call == api::Call::not_built)
    return refusal(
        501, std::string(trace.row->id) + " is a call of the vendor that this mock does not answer yet.");
  if (asked.unreadable) return refusal(static_cast<int>(settings.refused_status), *asked.unreadable);
  const bool is_get = asked.request.verb == "GET" || asked.request.verb == "HEAD";
  http::Reply reply = perform(*trace.row, asked.arguments, is_get, mode(), world(trace), findings);
  if (options_.self_check)
    if (const auto bug = find_mock_bug(*trace.row, reply, settings))
      return refusal(500, "mock bug in " + std::string(trace.row->id) + ": " + *bug + ".");
  return reply;
}

http::Reply Mock::perform_directly(api::Call call, std::string_view json_body) {
  api::Arguments arguments;
  if (const auto unreadable = arguments.read("", json_body)) return refusal(500, *unreadable);
  return perform_directly(call, arguments);
}

http::Reply Mock::perform_directly(api::Call call, const api::Arguments& arguments) {
  api::Findings findings;
  Trace trace;
  return perform(api::endpoint(call), arguments, false, Mode::strict, world(trace), findings);
}

}  // namespace sellsign::mock
