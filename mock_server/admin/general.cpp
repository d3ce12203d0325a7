// Rows of the control API about the program as a whole: health, configuration, coverage, metrics, namespaces.

#include "base/json/positioned_json.h"
#include "base/text.h"
#include "mock_server/admin/control_api_data.h"  // generated from docs/control-api.openapi.json
#include "mock_server/admin/reply.h"
#include "mock_server/admin/routes.h"
#include "mock_server/page/page.h"
#include "mock_server/service/metrics.h"

namespace sellsign::mock {
namespace {

constexpr std::string_view k_prometheus = "text/plain; version=0.0.4; charset=utf-8";

http::Reply get_page(AdminCall&) { return admin_text(std::string(page_html()), "text/html;charset=UTF-8"); }

http::Reply get_openapi(AdminCall&) { return http::json_reply(std::string(control_api_document())); }

http::Reply get_livez(AdminCall&) { return admin_text("ok\n", http::k_plain_text); }

http::Reply get_readyz(AdminCall& call) {
  http::Reply reply = admin_text(call.admin.ready() ? "ready\n" : "starting\n", http::k_plain_text);
  if (!call.admin.ready()) reply.status = 503;
  return reply;
}

http::Reply get_version(AdminCall& call) {
  return admin_json({{"name", "sellsign"}, {"version", call.admin.options().version}});
}

http::Reply get_config(AdminCall& call) {
  AdminJson options = AdminJson::array();
  for (const auto& [name, value, origin] : call.admin.options().config)
    options.push_back({{"name", name}, {"value", value}, {"origin", origin}});
  return admin_json({{"options", std::move(options)}});
}

std::string_view mode_of(Namespace& space) {
  return space.mock().mode() == Mode::strict ? "strict" : "lenient";
}

std::string_view token_rule_of(Namespace& space) {
  const TokenRule& rule = space.mock().options().tokens;
  return rule.off ? "unchecked" : rule.only.empty() ? "any" : "known";
}

http::Reply get_mode(AdminCall& call) {
  AdminJson settings = AdminJson::object();
  for (const SettingRow& row : setting_rows())
    settings[std::string(row.name)] = text_of(row, call.space.mock().options().settings);
  return admin_json({{"mode", mode_of(call.space)},
                     {"tokens", token_rule_of(call.space)},
                     {"settings", std::move(settings)}});
}

http::Reply put_mode(AdminCall& call) {
  const auto body = read_answer(call.body);
  const bool is_lone = body && (*body)->is_object() && (*body)->size() == 1;
  const Json mode = is_lone ? (*body)->value("mode", Json()) : Json();
  if (mode != "lenient" && mode != "strict")
    return admin_problems({{"/mode", "must be \"lenient\" or \"strict\", and the only key"}});
  call.space.mock().set_mode(mode == "strict" ? Mode::strict : Mode::lenient);
  return get_mode(call);
}

/// Of one namespace, or with namespace=* of all together.
std::vector<StatementHits> hits_of(const AdminCall& call) {
  const std::string* name = call.find("namespace");
  if (name == nullptr || *name != "*") return call.space.coverage().hits();
  std::vector<StatementHits> sum;
  for (const auto& space : call.service.namespaces().all()) {
    const auto hits = space->coverage().hits();
    if (sum.empty()) sum.resize(hits.size());
    for (std::size_t i = 0; i < hits.size(); ++i) sum[i] = {hits[i].source, sum[i].hits + hits[i].hits};
  }
  return sum;
}

http::Reply get_coverage(AdminCall& call) { return http::json_reply(coverage_json(hits_of(call))); }

http::Reply get_coverage_markdown(AdminCall& call) {
  return admin_text(coverage_markdown(hits_of(call)), "text/markdown;charset=UTF-8");
}

http::Reply delete_coverage(AdminCall& call) {
  return admin_json({{"statements", call.space.coverage().clear()}});
}

/// Of the namespace that is named, or of all together.
std::vector<SecondStats> seconds_of(const AdminCall& call) {
  const auto now = std::chrono::system_clock::now();
  const bool one = call.find("namespace") != nullptr && call.service.options().each_namespace.seconds;
  return one ? call.space.seconds(now) : call.service.meter().seconds(now);
}

http::Reply get_stats(AdminCall& call) {
  AdminJson seconds = AdminJson::array();
  for (const auto& [at, requests, p99_ns] : seconds_of(call))
    seconds.push_back(
        {{"at", at}, {"requests", requests}, {"p99Micros", static_cast<double>(p99_ns) / 1000.0}});
  return admin_json({{"seconds", std::move(seconds)}});
}

http::Reply get_metrics(AdminCall& call) {
  const auto& front = call.admin.options().front;
  return admin_text(
      metrics_text(call.service, front ? front() : http::ServerCounts{}, call.admin.options().version),
      k_prometheus);
}

AdminJson row_of(Namespace& space) {
  return {{"name", space.name()}, {"customers", space.store().size()}, {"requests", space.requests()}};
}

http::Reply get_namespaces(AdminCall& call) {
  Namespaces& namespaces = call.service.namespaces();
  AdminJson list = AdminJson::array();
  for (const auto& space : namespaces.all()) list.push_back(row_of(*space));
  return admin_json({{"isolate", name_of(namespaces.isolation())},
                     {"most", namespaces.most()},
                     {"namespaces", std::move(list)}});
}

http::Reply delete_namespace(AdminCall& call) {
  const std::string& name = call.parts[0];
  if (name == Namespaces::k_default)
    return admin_error(409, "the namespace \"default\" stays; reset it instead");
  if (!call.service.namespaces().remove(name))
    return admin_error(404, "there is no namespace \"" + printable(name) + "\"");
  return admin_json({{"namespaces", 1}});
}

constexpr AdminRoute k_general_routes[] = {
    {"GET", "", "", "the page", get_page},
    {"GET", "openapi.json", "", "this API as OpenAPI 3.1", get_openapi},
    {"GET", "livez", "", "200 while the process runs", get_livez},
    {"GET", "readyz", "", "200 when seed data is loaded, 503 before", get_readyz},
    {"GET", "version", "", "name and version of the program", get_version},
    {"GET", "config", "", "effective flags and where each came from", get_config},
    {"GET", "mode", "", "lenient or strict, and the settings of --set", get_mode},
    {"PUT", "mode", "", "changes it", put_mode, true},
    {"GET", "coverage", "", "statements of the vendor and how often requests exercised each", get_coverage},
    {"GET", "coverage.md", "", "the same for people", get_coverage_markdown},
    {"DELETE", "coverage", "", "forgets it", delete_coverage},
    {"GET", "stats", "",
     "requests and p99 of each of the last 60 seconds; of all namespaces unless one is named", get_stats},
    {"GET", "metrics", "", "counters for Prometheus, of all namespaces whichever is named", get_metrics},
    {"GET", "namespaces", "", "all namespaces", get_namespaces},
    {"DELETE", "namespaces/{name}", "", "ends one", delete_namespace, false, Cost::late},
};

}  // namespace

std::string_view control_api_document() { return embedded::k_control_api; }

std::span<const AdminRoute> general_routes() { return k_general_routes; }

}  // namespace sellsign::mock
