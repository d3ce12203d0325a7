#include "cli/flags/target.h"

#include "cli/program/output.h"

namespace sellsign::cli {

void add_place_flags(FlagRows& rows, TargetFlags& flags, const std::string& target_help) {
  const auto check = [](const std::string& text) -> std::string {
    return text.empty() ? "must not be empty: name a base URL, or leave the flag out" : "";
  };
  add_group(rows, "Target",
            {{"--target", &flags.target, target_help, "URL", TextReader(check)},
             {"--allow-host", &flags.allowed_hosts,
              "A host outside this machine that may be called; may be repeated", "NAME"},
             {"--ca-file", &flags.ca_file, "PEM file of the authorities to trust for https", "FILE"}});
}

void add_target_flags(FlagRows& rows, TargetFlags& flags, const std::string& target_help,
                      const std::string& usual_timeout) {
  add_place_flags(rows, flags, target_help);
  add_group(rows, "Target",
            {{"--allow-effects", CommaList{&flags.allowed_effects},
              "Effects allowed there beside read: write, notify, bill; may be repeated", "",
              Choices{"read", "write", "notify", "bill"}},
             {"--timeout", &flags.timeout_seconds,
              "Seconds that one request may take (default: " + usual_timeout + ")", "", Between{1, 3600}},
             {"--secret-file", &flags.secret_file,
              "File whose first line is the token, if SELLSIGN_TOKEN does not hold it", "FILE"}});
}

std::string url_of_mock(const TargetFlags& flags) {
  if (!flags.target.empty()) return flags.target;
  return environment_variable("SELLSIGN_URL").value_or("http://127.0.0.1:8180");
}

client::GuardOptions guard_options(const TargetFlags& flags) {
  client::GuardOptions options;
  options.allowed_hosts = flags.allowed_hosts;
  for (const api::Effect effect :
       {api::Effect::read, api::Effect::write, api::Effect::notify, api::Effect::bill})
    for (const std::string& name : flags.allowed_effects)
      if (name == name_of(effect)) options.allowed_effects.push_back(effect);
  return options;
}

http::TransportOptions transport_options(const TargetFlags& flags) {
  http::TransportOptions options;
  if (flags.timeout_seconds)
    options.deadlines = http::Deadlines::within(std::chrono::seconds(*flags.timeout_seconds));
  options.ca_file = flags.ca_file;
  return options;
}

}  // namespace sellsign::cli
