#include "harness/run/step_request.h"

#include <limits>

#include <nlohmann/json.hpp>

#include "client/call.h"
#include "harness/json/diff.h"

namespace sellsign::harness {
namespace {

client::ParameterValue parameter_value(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max())
    return client::JsonText{show(value)};
  if (value.is_number_integer()) return value.get<std::int64_t>();
  return client::JsonText{show(value)};
}

void leave_out(Json& with, const std::vector<std::string>& names) {
  for (const std::string& name : names) with.erase(name);
}

/// The parameters of a call step: the step's, over them the case's.
Json parameters_of(const Step& step, const Case* one) {
  Json with = *step.with;
  leave_out(with, step.without);
  if (one == nullptr) return with;
  if (one->with != nullptr)
    for (const auto& [name, value] : one->with->items()) with[name] = value;
  leave_out(with, one->without);
  return with;
}

Result<StepRequest> call_request(const Step& step, const Case* one, const Values& variables,
                                 const SentTo& server) {
  const auto with = variables.fill(parameters_of(step, one));
  if (!with) return with.error();
  client::Parameters parameters;
  for (const auto& [name, value] : with->items()) parameters.push_back({name, parameter_value(value)});
  const auto token_place = server.token.empty() ? client::TokenCarrier::none : step.token;
  const auto bare = client::encode_call(*step.call, parameters, step.wire, client::TokenCarrier::none, "");
  return StepRequest{client::encode_call(*step.call, parameters, step.wire, step.token, server.token),
                     client::curl_line(server.base_url, bare, token_place, server.ca_file)};
}

Result<StepRequest> raw_request(const RawRequest& raw, const Values& variables, const SentTo& server) {
  http::HttpRequest request;
  auto verb = variables.fill_text(raw.verb);
  auto target = variables.fill_text(raw.target);
  for (const auto* text : {&verb, &target})
    if (!*text) return text->error();
  request.verb = std::move(*verb);
  request.target = std::move(*target);
  for (const auto& [name, value] : raw.headers) {
    auto filled_name = variables.fill_text(name);
    auto filled_value = variables.fill_text(value);
    for (const auto* text : {&filled_name, &filled_value})
      if (!*text) return text->error();
    request.headers.emplace_back(std::move(*filled_name), std::move(*filled_value));
  }
  if (raw.body != nullptr) {
    const auto body = variables.fill(*raw.body);
    if (!body) return body.error();
    request.body = body->is_string() ? body->get<std::string>() : show(*body);
  }
  std::string curl = client::curl_line(server.base_url, request, client::TokenCarrier::none, server.ca_file);
  return StepRequest{std::move(request), std::move(curl)};
}

}  // namespace

Result<StepRequest> make_request(const Step& step, const Case* one, const Values& variables,
                                 const SentTo& server) {
  auto made =
      step.http ? raw_request(*step.http, variables, server) : call_request(step, one, variables, server);
  if (made)
    if (std::string fault = http::framing_fault(made->request); !fault.empty())
      return usage_error(std::move(fault));
  return made;
}

}  // namespace sellsign::harness
