#include "client/call.h"

#include <unistd.h>

#include "base/nearest.h"
#include "base/number.h"
#include "base/safe_text.h"
#include "base/utf8.h"
#include "cli/flags/target.h"
#include "cli/program/command.h"
#include "cli/program/output.h"
#include "cli/program/secrets.h"
#include "client/wire/httplib_transport.h"

namespace sellsign::cli {
namespace {

struct CallCommandFlags {
  std::string call;
  std::vector<std::string> parameters;  ///< name=value
  TargetFlags target;
  std::string wire = "query-get";
  std::string token_place = "query";
  bool curl = false;
};

Result<const api::Endpoint*> find_call(const std::string& id) {
  const api::Endpoint* row = api::find_endpoint(id);
  if (row != nullptr) return row;
  return usage_error("unknown call \"" + id + "\"" + did_you_mean(id, api::endpoint_ids()) +
                     "; sellsign export markdown lists them");
}

/// Text becomes a number or a boolean where the row has one and the text reads like one: that matters in a
/// JSON body.
client::ParameterValue typed(const api::FieldInfo& row, const std::string& text) {
  if (row.type == api::JsonType::boolean && (text == "true" || text == "false")) return text == "true";
  if (row.type == api::JsonType::integer)
    if (const auto number = read_whole<std::int64_t>(text)) return *number;
  return text;
}

Result<client::Parameters> read_parameters(const api::Endpoint& row, const std::vector<std::string>& texts) {
  std::vector<std::string_view> names;
  for (const api::FieldInfo& parameter : row.parameters)
    if (parameter.need != api::Need::answer) names.push_back(parameter.name);
  client::Parameters parameters;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    const std::string name = text.substr(0, equals);
    if (equals == std::string::npos) return usage_error("parameters are name=value, not \"" + text + "\"");
    const api::FieldInfo* known = api::find_parameter(row, name);
    if (known == nullptr)
      return usage_error(std::string(row.id) + " has no parameter \"" + name + "\"" +
                         did_you_mean(name, names));
    parameters.push_back({name, typed(*known, text.substr(equals + 1))});
  }
  return parameters;
}

client::WireStyle wire_style(const std::string& name) {
  using client::WireStyle;
  return value_named(
      name, {WireStyle::query_get, WireStyle::query_post, WireStyle::json_post, WireStyle::form_post});
}

client::TokenCarrier token_place(const std::string& name) {
  using client::TokenCarrier;
  return value_named(name,
                     {TokenCarrier::query, TokenCarrier::header, TokenCarrier::cookie, TokenCarrier::none});
}

/// The parts of the command line, checked.
struct Plan {
  const api::Endpoint* row;
  client::Parameters parameters;
  http::Url url;
  std::string token;
};

Result<Plan> read_plan(const CallCommandFlags& flags) {
  if (flags.call.empty()) return usage_error("name a call, for example customer.getCustomer");
  const auto row = find_call(flags.call);
  if (!row) return row.error();
  auto parameters = read_parameters(**row, flags.parameters);
  if (!parameters) return parameters.error();
  auto url = http::parse_url(url_of_mock(flags.target));
  if (!url) return url.error();
  auto token = client_token(flags.target.secret_file);
  if (!token) return token.error();
  return Plan{*row, *std::move(parameters), *std::move(url), *std::move(token)};
}

ExitCode print_curl(const CallCommandFlags& flags, const Plan& plan, const Output& output) {
  const auto request =
      encode_call(*plan.row, plan.parameters, wire_style(flags.wire), client::TokenCarrier::none, "");
  const std::string line =
      curl_line(plan.url.text(), request, token_place(flags.token_place), flags.target.ca_file);
  return print(line + "\n", output);
}

/// The server, once the guard has let the call through; DNS is asked last.
Result<http::Target> target_for(const Plan& plan, const client::GuardOptions& guard) {
  const std::string effect(name_of(plan.row->effect));
  const Error forbidden{ErrorKind::refused, std::string(plan.row->id) + " has the effect " + effect +
                                                ", which may not be sent to " + plan.url.host +
                                                " (allow it with --allow-effects " + effect + ")"};
  if (const auto known = client::check_name(plan.url, guard); !known) return known.error();
  if (!client::may_send(plan.url, guard, plan.row->effect)) return forbidden;
  auto target = client::admit(plan.url, guard);
  if (target && !client::may_send(*target, guard, plan.row->effect)) return forbidden;
  return target;
}

ExitCode send(const CallCommandFlags& flags, const Plan& plan, const Output& output) {
  const auto target = target_for(plan, guard_options(flags.target));
  if (!target) return fail(target.error(), output);
  client::HttplibTransport transport(*target, transport_options(flags.target));
  const auto reply = transport.exchange(encode_call(*plan.row, plan.parameters, wire_style(flags.wire),
                                                    token_place(flags.token_place), plan.token));
  if (!reply) return fail(reply.error(), output);
  for (const auto& [name, value] : reply->headers)
    if (name == "X-Mock-Warning") output.note("warning: " + safe_line(value) + "\n");
  if (const std::string coding = http::coding_fault(*reply); !coding.empty())
    return output.error(coding), ExitCode::check_failed;
  if (reply->status < 200 || reply->status > 299) {
    constexpr std::size_t k_shown = 4'000;  // bytes
    const std::string& body = reply->body;
    const std::size_t shown = whole_characters(body, k_shown);
    output.error("the server answered " + std::to_string(reply->status) + ": " + body.substr(0, shown) +
                 (shown < body.size() ? "... (" + std::to_string(body.size()) + " bytes)" : ""));
    if (plan.token.empty() && reply->status == 401)
      output.note(
          "The token comes from SELLSIGN_TOKEN or --secret-file; this mock takes any, unless told "
          "otherwise.\n");
    return ExitCode::check_failed;
  }
  const bool for_people = isatty(STDOUT_FILENO) == 1;
  return print((for_people ? safe_text(reply->body) : reply->body) + "\n", output);
}

ExitCode make_call(const CallCommandFlags& flags) {
  const auto plan = read_plan(flags);
  if (!plan) return fail(plan.error());
  const Output output(redactor_for(plan->token));
  return flags.curl ? print_curl(flags, *plan, output) : send(flags, *plan, output);
}

}  // namespace

Action add_call(FlagRows& rows) {
  auto flags = std::make_shared<CallCommandFlags>();
  add_group(rows, "Options",
            {{"call", &flags->call, "The call, class.method", "CALL"},
             {"parameters", &flags->parameters, "Its parameters", "NAME=VALUE"},
             {"--wire", &flags->wire, "How the parameters travel", "",
              Choices{"query-get", "query-post", "json-post", "form-post"}},
             {"--token-place", &flags->token_place, "Where the token travels", "",
              Choices{"query", "header", "cookie", "none"}},
             {"--curl", &flags->curl, "Print the curl command line instead of sending"}});
  add_target_flags(rows, flags->target, "Base URL (default: SELLSIGN_URL, else http://127.0.0.1:8180)");
  return [flags](const Invocation&) { return make_call(*flags); };
}

}  // namespace sellsign::cli
