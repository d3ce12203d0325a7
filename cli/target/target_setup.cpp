#include "cli/target/target_setup.h"

#include <nlohmann/json.hpp>

#include "api/departures.h"
#include "base/json/positioned_json.h"
#include "base/text.h"
#include "cli/flags/admin.h"
#include "cli/target/embedded.h"

namespace sellsign::cli {
namespace {

/// How the mock is set up, or why that is not known.
struct Setup {
  std::string unknown;
  std::string mode, tokens;
  Json settings;
};

Setup not_known(std::string why) {
  return {"it requires a mock that is set up for it, and " + std::move(why), "", "", {}};
}

bool may_be_asked(const http::Url& url, const http::Target& target) {
  return target.loopback || url.host.find_first_of(".:") == std::string::npos;
}

Setup ask(const TargetFlags& flags, const std::string& token, const std::string& admin_token) {
  const auto url = http::parse_url(flags.target);
  if (!url) return not_known(url.error().message);
  const auto target = client::admit(*url, guard_options(flags));
  if (!target) return not_known(target.error().message);
  if (!may_be_asked(*url, *target)) return not_known("this target is fixed");
  http::Headers headers;
  if (!token.empty()) headers.emplace_back("j_token", token);
  if (!admin_token.empty()) headers.emplace_back("Authorization", "Bearer " + admin_token);
  const auto reply = ask_admin(*url, {flags, {}}, "mode", std::chrono::seconds(5), std::move(headers));
  if (!reply) return not_known("the target does not say how it is: " + reply.error().message);
  if (reply->status != 200)
    return not_known("the target's " + url->text() + "/__admin/mode, which would tell, answers " +
                     std::to_string(reply->status) +
                     (reply->status == 401 || reply->status == 403 ? " (see --admin-token-file)" : ""));
  const auto json = read_answer(reply->body);
  if (!json || !(*json)->is_object() || !(*json)->contains("mode") || !(*json)->contains("settings"))
    return not_known("the target's answer to /__admin/mode is not that of a mock of this version");
  return {"", (*json)->value("mode", ""), (*json)->value("tokens", ""), (*json)->at("settings")};
}

/// The first thing that is not as required.
std::string difference(const harness::Requires& needs, const Setup& setup) {
  if (!setup.unknown.empty()) return setup.unknown;
  const auto differs = [](const std::string& what, const std::string& wanted, const std::string& is) {
    return "it requires " + what + " " + wanted + ", and the target has " + is;
  };
  if (!needs.mode.empty() && needs.mode != setup.mode) return differs("mode", needs.mode, setup.mode);
  if (!needs.tokens.empty() && needs.tokens != setup.tokens)
    return differs("that tokens are", needs.tokens, setup.tokens);
  const auto options = options_for(needs);
  if (!options) return options.error().message;
  for (const auto& [name, value] : needs.settings)
    for (const mock::SettingRow& row : mock::setting_rows()) {
      if (row.name != name) continue;
      const std::string wanted = text_of(row, options->settings), is = setup.settings.value(name, "");
      if (wanted != is) return differs("the setting " + name, wanted, "\"" + printable(is) + "\"");
    }
  return "";
}

}  // namespace

harness::Unfit unfit_of(const TargetFlags& flags, const std::string& token, const std::string& admin_token) {
  const auto setup = std::make_shared<std::optional<Setup>>();
  return [flags, token, admin_token, setup](const harness::Requires& needs) {
    if (!*setup) *setup = ask(flags, token, admin_token);
    return difference(needs, **setup);
  };
}

}  // namespace sellsign::cli
