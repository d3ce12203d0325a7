#include "harness/run/scenario_run.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "harness/run/evaluate.h"
#include "harness/run/sent_check.h"
#include "harness/run/step_request.h"
#include "http/client/raw_transport.h"

namespace sellsign::harness {
namespace {

constexpr std::chrono::milliseconds k_slice{50};  ///< how soon a wait notices a signal

StepResult blank(const Step& step, const Case* one, bool finally) {
  StepResult out;
  out.at = one == nullptr ? step.at : one->at;
  out.id = step.id;
  out.case_name = one == nullptr ? "" : one->name;
  out.about = step.about;
  out.call = step.call == nullptr ? "" : step.call->id;
  out.finally = finally;
  return out;
}

/// The instances of a step: one a case, or one without.
std::vector<const Case*> instances(const Step& step) {
  std::vector<const Case*> out;
  for (const Case& one : step.cases) out.push_back(&one);
  if (out.empty()) out.push_back(nullptr);
  return out;
}

RunOutcome worst_of(const std::vector<CheckResult>& checks) {
  RunOutcome worst = RunOutcome::held;
  for (const CheckResult& check : checks) worst = std::max(worst, check.outcome);
  return worst;
}

}  // namespace

ScenarioRun::ScenarioRun(const Scenario& scenario, const RunOptions& options, const LeasedTarget& server,
                         const Transports& transports, std::chrono::steady_clock::time_point run_start)
    : scenario_(scenario),
      options_(options),
      server_(server),
      transports_(transports),
      run_start_(run_start),
      fail_on_(options.fail_on.value_or(server.target.loopback ? api::SourceKind::assumed
                                                               : api::SourceKind::observed)) {}

int ScenarioRun::poll_signal() {
  if (signal_ == 0 && options_.signal) signal_ = options_.signal();
  return signal_;
}

http::Transport& ScenarioRun::transport(const Step& step) {
  std::unique_ptr<http::Transport>& held = step.http ? raw_ : call_;
  if (held == nullptr) held = (step.http ? transports_.raw : transports_.call)(server_.target);
  return *held;
}

/// Sets the variables of the file; those that use later ones are tried again until nothing moves. The text
/// says which cannot be set.
std::string ScenarioRun::set_variables(const std::string& run_id, const std::string& scenario_id) {
  variables_.set_text("run.id", run_id);
  variables_.set_text("scenario.id", scenario_id);
  variables_.set_text("token", server_.lease.token);
  variables_.set("iteration", std::make_shared<const Json>(1));
  for (const Feeder& feeder : scenario_.feeders)
    feeder.feed(0, 0, [&](std::size_t variable, const Json& value) {
      variables_.set(feeder.variables[variable], std::make_shared<const Json>(value));
    });
  for (const auto& [name, value] : options_.given.values) variables_.set(name, value);
  std::vector<const Variable*> open;
  for (const Variable& variable : scenario_.vars) {
    if (JsonPtr given = options_.given.for_variable(variable.name, *variable.value))
      variables_.set(variable.name, std::move(given));
    else
      open.push_back(&variable);
  }
  std::string problem;
  std::size_t in_all = 0;
  for (std::size_t before = open.size() + 1; !open.empty() && open.size() < before;) {
    before = open.size();
    std::erase_if(open, [&](const Variable* variable) {
      if (in_all > k_most_in_variables) return false;
      auto filled = variables_.fill(*variable->value);
      if (!filled) {
        problem = variable->at.text() + ": " + filled.error().message;
        return false;
      }
      in_all += extent_of(*filled).bytes;
      variables_.set(variable->name, std::make_shared<const Json>(std::move(*filled)));
      return true;
    });
    if (in_all > k_most_in_variables) return scenario_.at.text() + ": " + too_much_in_variables();
  }
  return open.empty() ? "" : problem;
}

void ScenarioRun::run(const std::string& run_id, const std::string& scenario_id, ScenarioResult& result) {
  if (std::string problem = set_variables(run_id, scenario_id); !problem.empty()) {
    result.outcome = RunOutcome::failed;
    result.message = std::move(problem);
    return;
  }
  run_steps(scenario_.steps, false, result);
  run_steps(scenario_.finally, true, result);
  result.outcome = RunOutcome::held;
  const auto has = [&](RunOutcome outcome) {
    return std::any_of(result.steps.begin(), result.steps.end(),
                       [&](const auto& step) { return step.outcome == outcome; });
  };
  if (has(RunOutcome::failed)) {
    result.outcome = RunOutcome::failed;
  } else if (signal_ != 0 && has(RunOutcome::not_run)) {
    result.outcome = RunOutcome::not_run;
    result.message = "interrupted";
  } else if (has(RunOutcome::warned)) {
    result.outcome = RunOutcome::warned;
  }
}

void ScenarioRun::run_steps(const std::vector<Step>& steps, bool finally, ScenarioResult& result) {
  std::string ended;
  for (const Step& step : steps) {
    bool failed = false;
    for (const Case* one : instances(step)) {
      if (!finally && ended.empty() && poll_signal() != 0) ended = "interrupted";
      result.steps.push_back(ended.empty() ? run_case(step, one, finally) : blank(step, one, finally));
      StepResult& done = result.steps.back();
      if (!ended.empty()) done.message = ended;
      failed = failed || done.outcome == RunOutcome::failed;
      has_failed_ = has_failed_ || done.outcome == RunOutcome::failed || done.outcome == RunOutcome::not_run;
    }
    if (failed && !finally && ended.empty()) ended = "the step " + step.id + " failed";
  }
}

StepResult ScenarioRun::run_case(const Step& step, const Case* one, bool finally) {
  StepResult result = blank(step, one, finally);
  const auto start = options_.clock.now();
  result.started = start - run_start_;
  Variables variables = variables_;
  Result<StepRequest> request = StepRequest{};
  if (one != nullptr) {
    variables.set_text("case.name", one->name);
    variables.set_text("case.parameter", one->parameter);
    for (const Variable& variable : one->vars) {
      auto filled = variables.fill(*variable.value);
      if (!filled) request = filled.error();
      if (filled) variables.set(variable.name, std::make_shared<const Json>(std::move(*filled)));
    }
  }
  if (request)
    request =
        make_request(step, one, variables, {server_.lease.base_url, server_.lease.token, options_.ca_file});
  if (request && !server_.target.loopback) {
    const http::Url& url = server_.target.url;
    const auto may_send = [&](api::Effect effect) {
      return client::may_send(server_.target, options_.guard, effect);
    };
    const auto may =
        check_sent(http::raw_bytes(request->request, url.prefix, http::host_field(url)), may_send);
    if (!may) request = may.error();
  }
  if (!request) {
    // What an earlier step never captured cannot be cleaned up; such a step has failed itself.
    result.outcome = finally && has_failed_ ? RunOutcome::skipped : RunOutcome::failed;
    result.message = request.error().message;
    return result;
  }
  result.exchange = ExchangeRecord{std::move(request->request), std::nullopt, std::move(request->curl), 0};
  const std::vector<Check>& checks = one != nullptr && one->expect ? *one->expect : step.expect;
  const auto give_up = start + (step.retry ? step.retry->period : std::chrono::milliseconds{});
  for (;;) {
    send(step, result);
    check(checks, variables, result);
    const bool last = !step.retry || result.outcome == RunOutcome::held ||
                      options_.clock.now() + step.retry->every > give_up;
    if (last || !wait(step.retry->every)) break;
  }
  if (result.exchange->reply)
    capture(step, result);
  else
    broken_.push_back(last_error_);
  result.duration = options_.clock.now() - start;
  return result;
}

void ScenarioRun::send(const Step& step, StepResult& result) {
  ExchangeRecord& exchange = *result.exchange;
  ++exchange.attempts;
  exchange.reply.reset();
  result.message.clear();
  auto reply = transport(step).exchange(exchange.request);
  if (reply) {
    exchange.reply = std::move(*reply);
    return;
  }
  last_error_ = reply.error().kind;
  result.message = reply.error().message;
}

void ScenarioRun::check(const std::vector<Check>& checks, const Variables& variables, StepResult& result) {
  result.checks.clear();
  result.outcome = RunOutcome::failed;
  if (!result.exchange->reply) {
    for (const Check& check : checks) {
      result.checks.push_back(
          {check.at, RunOutcome::not_run, std::string(name_of(check.subject)), {}, check.source});
      if (!check.name.empty()) result.checks.back().subject += " " + check.name;
    }
    return;
  }
  const Answer answer(*result.exchange->reply);
  for (const Check& check : checks) result.checks.push_back(evaluate(check, answer, variables, fail_on_));
  result.outcome = worst_of(result.checks);
}

void ScenarioRun::capture(const Step& step, StepResult& result) {
  const Answer answer(*result.exchange->reply);
  for (const Capture& capture : step.captures) {
    auto value = PreparedCapture(capture).from(answer);
    if (value) {
      variables_.set(capture.name, std::make_shared<const Json>(std::move(*value)));
      continue;
    }
    // After a failed check this would only hide what matters.
    if (result.outcome == RunOutcome::failed && result.message.empty()) continue;
    result.outcome = RunOutcome::failed;
    if (!result.message.empty()) result.message += "; ";
    result.message += "the capture \"" + capture.name + "\" found nothing: " + value.error().message;
  }
}

bool ScenarioRun::wait(std::chrono::nanoseconds duration) {
  for (auto left = duration; left.count() > 0; left -= k_slice) {
    if (poll_signal() != 0) return false;
    options_.clock.sleep(std::min<std::chrono::nanoseconds>(left, k_slice));
  }
  return poll_signal() == 0;
}

}  // namespace sellsign::harness
