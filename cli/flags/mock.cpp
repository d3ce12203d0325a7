#include "cli/flags/mock.h"

#include <chrono>
#include <sstream>

#include <CLI/CLI.hpp>

#include "cli/program/output.h"

namespace sellsign::cli {
namespace {

/// One token a line; empty lines and lines that start with # are passed over.
Result<std::vector<std::string>> read_tokens(const std::string& path) {
  const auto text = read_file(path);
  if (!text) return text.error();
  std::vector<std::string> tokens;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty() && line.front() != '#') tokens.push_back(line);
  }
  if (tokens.empty()) return Error{ErrorKind::usage, path + " holds no token (one a line)"};
  return tokens;
}

/// `--front` chose between two ways to serve; one is left.
std::string check_front(const std::string& name) {
  if (name == "event") return "";
  if (name == "threads")
    return "the threads front was removed; leave --front out (--threads N sets the number of event loops)";
  return name + " not in {event}";
}

void add_front_flags(CLI::App& app, MockFlags& flags) {
  app.add_option_function<std::string>(
         "--front", [](const std::string& /*name*/) {},
         "How to serve: event: few threads for any number of connections (Linux)")
      ->check(CLI::Validator(check_front, "{event}"))
      ->default_str("event")
      ->group("Network");
  app.add_option("--threads", flags.front.threads,
                 "Threads; 0 for the front's own choice (one for two cores)")
      ->check(CLI::Range(0, 4096))
      ->capture_default_str()
      ->group("Network");
}

/// A number of bytes that a limit may be.
void add_bytes(CLI::App& app, const char* name, std::size_t& limit, const char* about,
               std::size_t most = std::size_t{1} << 30U) {
  app.add_option(name, limit, about)
      ->check(CLI::Range(std::size_t{1}, most))
      ->capture_default_str()
      ->type_name("BYTES")
      ->group("Limits");
}

void add_seconds(CLI::App& app, const char* name, std::chrono::milliseconds& time, const char* about) {
  app.add_option_function<double>(
         name,
         [&time](const double& seconds) {
           time = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
         },
         about)
      ->check(CLI::Range(0.001, 86'400.0))
      ->default_str(std::to_string(time.count() / 1000))
      ->type_name("SECONDS")
      ->group("Limits");
}

/// One flag for each limit of the server.
void add_limit_flags(CLI::App& app, http::ServerOptions& front) {
  add_bytes(app, "--max-target", front.limits.target, "Longest request target; beyond: 414");
  add_bytes(app, "--max-header", front.limits.head, "Longest request header in all; beyond: 431");
  app.add_option("--max-header-fields", front.limits.fields, "Most header fields; beyond: 431")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str()
      ->group("Limits");
  add_bytes(app, "--max-body", front.limits.body, "Longest request body; beyond: 413");
  add_bytes(app, "--max-buffered", front.buffered,
            "Bytes of unfinished requests and answers in all; beyond: 503", std::size_t{1} << 40U);
  app.add_option("--max-connections", front.connections,
                 "Connections open at once, further ones wait; 0: as many as the system allows")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str()
      ->group("Limits");
  add_seconds(app, "--header-timeout", front.times.head, "For the header of a request to come in; then 408");
  add_seconds(app, "--body-timeout", front.times.body, "For its body; then 408");
  add_seconds(app, "--write-timeout", front.times.write, "To take the next 16 KiB of an answer; then reset");
  add_seconds(app, "--idle-timeout", front.times.idle, "Between requests; then closed");
}

}  // namespace

std::string settings_help() {
  std::string text =
      "Settings of --set, for what the vendor's pages leave open (default first, or in brackets):\n";
  const mock::Settings defaults;
  for (const mock::SettingRow& row : mock::setting_rows()) {
    const std::string name(row.name);
    const std::string value =
        row.choices.empty() ? "[" + text_of(row, defaults) + "]" : std::string(row.choices);
    text += "  " + name + std::string(name.size() < 23 ? 23 - name.size() : 1, ' ') + value + "\n      " +
            std::string(row.about) + " (" + std::string(row.source->id) + ")\n";
  }
  return text;
}

void add_mock_flags(CLI::App& app, MockFlags& flags) {
  app.add_option("--host", flags.front.host, "Address to listen on")->capture_default_str()->group("Network");
  app.add_option("--port", flags.front.port, "Port, 0 for any free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str()
      ->group("Network");
  add_front_flags(app, flags);
  add_client_flags(app, flags.clients);
  add_limit_flags(app, flags.front);
  app.add_option("--mode", flags.mode, "lenient warns of departures from the documents, strict refuses them")
      ->check(CLI::IsMember({"lenient", "strict"}))
      ->capture_default_str()
      ->group("Behaviour");
  app.add_option("--set", flags.settings, "A setting, see --list-settings; may be repeated")
      ->type_name("NAME=VALUE")
      ->group("Behaviour");
  app.add_flag("--list-settings", flags.list_settings, "Print the settings of --set and stop")
      ->group("Behaviour");
  app.add_option("--seed-data", flags.seed_data, "Customers to start with, a JSON file")
      ->type_name("FILE")
      ->group("Behaviour");
  app.add_option("--token", flags.tokens,
                 "A token to let in (only made-up ones: arguments are visible); may be repeated")
      ->type_name("TOKEN")
      ->group("Tokens");
  app.add_option("--token-file", flags.token_file, "File of tokens to let in, one a line")
      ->type_name("FILE")
      ->group("Tokens");
  app.add_flag("--no-auth", flags.no_auth, "Do not ask for a token")->group("Tokens");
}

Result<mock::MockOptions> mock_options(const MockFlags& flags) {
  mock::MockOptions options;
  options.mode = flags.mode == "strict" ? mock::Mode::strict : mock::Mode::lenient;
  options.tokens.off = flags.no_auth;
  options.tokens.only = flags.tokens;
  if (!flags.token_file.empty()) {
    const auto tokens = read_tokens(flags.token_file);
    if (!tokens) return tokens.error();
    options.tokens.only.insert(options.tokens.only.end(), tokens->begin(), tokens->end());
  }
  if (std::ranges::find(options.tokens.only, "") != options.tokens.only.end())
    return Error{ErrorKind::usage, "--token must not be empty (--no-auth asks for none)"};
  for (const std::string& setting : flags.settings) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos)
      return Error{ErrorKind::usage, "--set takes name=value, not \"" + setting + "\""};
    if (auto status = apply(options.settings, setting.substr(0, equals), setting.substr(equals + 1)); !status)
      return status.error();
  }
  return options;
}

}  // namespace sellsign::cli
