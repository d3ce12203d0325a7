#include "harness/run/sent_check.h"

#include <limits>
#include <string>

#include <nlohmann/json.hpp>

#include "api/recognised_call.h"
#include "harness/run/step_request.h"
#include "harness/scenario/variables.h"
#include "http/request_parser.h"

namespace sellsign::harness {
namespace {

http::RequestLimits no_limits() {
  constexpr std::size_t k_none = std::numeric_limits<std::size_t>::max();
  return {k_none, k_none, k_none, k_none};
}

/// Sets what is known before a run, and says which case it is for.
Variables known_variables(const Scenario& scenario, const Case* one) {
  Variables out;
  for (const std::string_view name : {"run.id", "scenario.id", "token"}) out.set_text(std::string(name), "x");
  const auto set = [&](const std::vector<Variable>& variables) {
    for (const Variable& variable : variables)
      if (auto filled = out.fill(*variable.value))
        out.set(variable.name, std::make_shared<const Json>(*std::move(filled)));
  };
  set(scenario.vars);
  if (one == nullptr) return out;
  out.set_text("case.name", one->name);
  out.set_text("case.parameter", one->parameter);
  set(one->vars);
  return out;
}

void check_effect(const Scenario& scenario, const Step& step, const Case* one, Problems& problems) {
  const auto made = make_request(step, one, known_variables(scenario, one), {});
  if (!made) return;
  const api::Endpoint* const row = api::recognised_call(made->request.target, made->request.body);
  if (row == nullptr || row->effect <= step.effect) return;
  const std::string effect(api::name_of(row->effect));
  problems.push_back({(one == nullptr ? step.at : one->at).text(),
                      "the step \"" + step.id + "\" says that its effect is \"" +
                          std::string(api::name_of(step.effect)) + "\", but its request is " +
                          std::string(row->id) + ", whose effect is \"" + effect + "\"" +
                          (step.http ? ": write \"effect\": \"" + effect + "\"" : "")});
}

}  // namespace

Result<> check_sent(std::string_view bytes, const std::function<bool(api::Effect)>& may_send) {
  const http::RequestLimits limits = no_limits();
  http::RequestParser parser(limits);
  const auto progress = parser.feed(bytes);
  if (progress == http::RequestParser::Progress::refused)
    return Error{ErrorKind::refused,
                 "outside this machine only well-formed requests are sent: " + parser.fault().sentence};
  if (progress != http::RequestParser::Progress::whole || parser.length() != bytes.size())
    return Error{
        ErrorKind::refused,
        "outside this machine only whole requests are sent, one at a time: the body is not as long as "
        "the header says"};
  const api::Endpoint* const row = api::recognised_call(parser.target(bytes), parser.body(bytes));
  if (row == nullptr || may_send(row->effect)) return std::monostate{};
  const std::string effect(api::name_of(row->effect));
  return Error{ErrorKind::refused, "the request is " + std::string(row->id) + ", whose effect \"" + effect +
                                       "\" may not be sent there (see --allow-effects); nothing was sent"};
}

Problems understated_effects(const Scenario& scenario) {
  Problems problems;
  for (const auto* steps : {&scenario.steps, &scenario.finally})
    for (const Step& step : *steps) {
      if (step.cases.empty()) check_effect(scenario, step, nullptr, problems);
      for (const Case& one : step.cases) check_effect(scenario, step, &one, problems);
    }
  return problems;
}

}  // namespace sellsign::harness
