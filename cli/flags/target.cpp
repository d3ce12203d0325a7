#include "cli/flags/target.h"

#include <CLI/CLI.hpp>

#include "cli/program/secrets.h"

namespace sellsign::cli {

void add_place_flags(CLI::App& app, TargetFlags& flags, const std::string& target_help) {
  app.add_option("--target", flags.target, target_help)
      ->type_name("URL")
      ->check(CLI::Validator(
          [](const std::string& text) {
            return text.empty() ? "must not be empty: name a base URL, or leave the flag out" : std::string();
          },
          ""))
      ->group("Target");
  app.add_option("--allow-host", flags.allowed_hosts,
                 "A host outside this machine that may be called; may be repeated")
      ->type_name("NAME")
      ->group("Target");
  app.add_option("--ca-file", flags.ca_file, "PEM file of the authorities to trust for https")
      ->type_name("FILE")
      ->group("Target");
}

void add_target_flags(CLI::App& app, TargetFlags& flags, const std::string& target_help) {
  add_place_flags(app, flags, target_help);
  app.add_option("--allow-effects", flags.allowed_effects,
                 "Effects allowed there beside read: write, notify, bill; may be repeated")
      ->delimiter(',')
      ->check(CLI::IsMember({"read", "write", "notify", "bill"}))
      ->group("Target");
  app.add_option("--timeout", flags.timeout_seconds,
                 "Seconds that one request may take (default: 30 in all, 10 without a byte)")
      ->check(CLI::Range(1, 3600))
      ->group("Target");
  add_secret_flags(app, flags.secret_file);
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
