#include <nlohmann/json.hpp>

#include "base/json/positioned_json.h"
#include "harness/report/report.h"

namespace sellsign::harness {
namespace {

double milliseconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

Json place(const Position& at) { return {{"file", at.file}, {"line", at.line}, {"column", at.column}}; }

Json headers(const http::Headers& fields) {
  Json out = Json::array();
  for (const auto& [name, value] : fields) out.push_back(Json::array({name, value}));
  return out;
}

Json check(const CheckResult& one) {
  Json out = {{"subject", one.subject}, {"outcome", name_of(one.outcome)}, {"at", place(one.at)}};
  if (one.source != nullptr)
    out["source"] = {
        {"id", one.source->id}, {"kind", api::name_of(one.source->kind)}, {"text", one.source->text}};
  out["differences"] = one.differences;
  return out;
}

Json exchange(const ExchangeRecord& one) {
  Json out = {{"request",
               {{"verb", one.request.verb},
                {"target", one.request.target},
                {"headers", headers(one.request.headers)},
                {"body", one.request.body}}},
              {"attempts", one.attempts},
              {"curl", one.curl}};
  if (one.reply)
    out["reply"] = {{"status", one.reply->status},
                    {"headers", headers(one.reply->headers)},
                    {"body", one.reply->body},
                    {"service_time_ms", milliseconds(one.reply->service_time)}};
  return out;
}

Json step(const StepResult& one) {
  Json out = {{"id", one.id},
              {"case", one.case_name},
              {"about", one.about},
              {"call", one.call},
              {"outcome", name_of(one.outcome)},
              {"finally", one.finally},
              {"message", one.message},
              {"at", place(one.at)},
              {"started_ms", milliseconds(one.started)},
              {"duration_ms", milliseconds(one.duration)},
              {"checks", Json::array()}};
  for (const CheckResult& each : one.checks) out["checks"].push_back(check(each));
  if (one.exchange) out["exchange"] = exchange(*one.exchange);
  return out;
}

Json scenario(const ScenarioResult& one) {
  Json out = {{"id", one.id},
              {"about", one.about},
              {"tags", one.tags},
              {"target", one.target},
              {"outcome", name_of(one.outcome)},
              {"refused", one.refused},
              {"message", one.message},
              {"at", place(one.at)},
              {"started_ms", milliseconds(one.started)},
              {"duration_ms", milliseconds(one.duration)},
              {"steps", Json::array()}};
  for (const StepResult& each : one.steps) out["steps"].push_back(step(each));
  return out;
}

Json counts(const OutcomeCounts& all) {
  return {{"held", all.held},
          {"warned", all.warned},
          {"failed", all.failed},
          {"skipped", all.skipped},
          {"not_run", all.not_run}};
}

}  // namespace

std::string render_json(const RunResult& result) {
  const auto started =
      std::chrono::duration_cast<std::chrono::milliseconds>(result.started.time_since_epoch()).count();
  Json out = {{"run", result.run_id},
              {"started", started},
              {"duration_ms", milliseconds(result.duration)},
              {"exit_code", to_int(result.exit_code)},
              {"verdict", row_of(result.exit_code).name},
              {"message", result.message},
              {"scenario_counts", counts(result.scenario_counts())},
              {"step_counts", counts(result.step_counts())},
              {"check_counts", counts(result.check_counts())},
              {"scenarios", Json::array()}};
  for (const ScenarioResult& each : result.scenarios) out["scenarios"].push_back(scenario(each));
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sellsign::harness
