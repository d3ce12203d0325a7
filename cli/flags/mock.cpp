#include "cli/flags/mock.h"

#include <algorithm>
#include <chrono>
#include <sstream>

#include "cli/program/output.h"

namespace sellsign::cli {
namespace {

/// One token a line; empty lines and lines that start with # are passed over.
Result<std::vector<std::string>> read_tokens(const std::string& path) {
  const auto text = read_text_file(path);
  if (!text) return text.error();
  std::vector<std::string> tokens;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty() && line.front() != '#') tokens.push_back(line);
  }
  if (tokens.empty()) return usage_error(path + " holds no token (one a line)");
  return tokens;
}

constexpr std::size_t k_most_bytes = std::size_t{1} << 30U;

/// One flag for each limit of the server.
void add_limit_flags(FlagRows& rows, http::ServerOptions& front) {
  const Between<std::size_t> bytes{1, k_most_bytes}, more_bytes{1, std::size_t{1} << 40U};
  const Between seconds{0.001, 86'400.0};
  add_group(
      rows, "Limits",
      {{"--max-target", &front.limits.target, "Longest request target; beyond: 414", "BYTES", bytes},
       {"--max-header", &front.limits.head, "Longest request header in all; beyond: 431", "BYTES", bytes},
       {"--max-header-fields", &front.limits.fields, "Most header fields; beyond: 431", "",
        Between{1, 10'000}},
       {"--max-body", &front.limits.body, "Longest request body; beyond: 413", "BYTES", bytes},
       {"--max-buffered", &front.buffered, "Bytes of unfinished requests and answers in all; beyond: 503",
        "BYTES", more_bytes},
       {"--max-connections", &front.connections,
        "Connections open at once, further ones wait; 0: as many as the system allows", "",
        Between{0, 1'000'000}},
       {"--header-timeout", &front.times.head, "For the header of a request to come in; then 408", "",
        seconds},
       {"--body-timeout", &front.times.body, "For its body; then 408", "", seconds},
       {"--write-timeout", &front.times.write, "To take the next 16 KiB of an answer; then reset", "",
        seconds},
       {"--idle-timeout", &front.times.idle, "Between requests; then closed", "", seconds}});
}

/// `--front` chose between two ways to serve; one is left.
std::string check_front(const std::string& name) {
  if (name == "event") return "";
  if (name == "threads")
    return "the threads front was removed; leave --front out (--threads N sets the number of event loops)";
  return name + " not in {event}";
}

void add_network_flags(FlagRows& rows, MockFlags& flags) {
  flags.front.host = net::Listener::k_loopback;
  add_group(rows, "Network",
            {{"--host", &flags.front.host, "Address to listen on; localhost: both loopback addresses"},
             {"--port", &flags.front.port, "Port, 0 for any free one", "", Between{0, 65535}},
             {"--front", &flags.front_name,
              "How to serve: event: few threads for any number of connections (Linux)", "TEXT:{event}",
              TextReader(check_front)},
             {"--threads", &flags.front.threads, "Threads; 0 for the server's own choice (one for two cores)",
              "", Between{0, 4096}}});
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

void add_mock_flags(FlagRows& rows, MockFlags& flags) {
  add_network_flags(rows, flags);
  add_client_flags(rows, flags.clients);
  add_limit_flags(rows, flags.front);
  add_group(rows, "Behaviour",
            {{"--mode", &flags.mode, "lenient warns of departures from the documents, strict refuses them",
              "", Choices{"lenient", "strict"}},
             {"--set", &flags.settings, "A setting, see --list-settings; may be repeated", "NAME=VALUE"},
             {"--list-settings", &flags.list_settings, "Print the settings of --set and stop"},
             {"--seed-data", &flags.seed_data, "Customers to start with, a JSON file", "FILE"}});
  // SELLSIGN_TOKEN is the client's own token, not one that the mock accepts.
  add_group(rows, "Tokens",
            {{.name = "--token",
              .target = &flags.options.tokens.only,
              .about = "A token to let in (only made-up ones: arguments are visible); may be repeated",
              .value = "TOKEN",
              .environment = "SELLSIGN_MOCK_TOKEN"},
             {.name = "--token-file",
              .target = &flags.token_file,
              .about = "File of tokens to let in, one a line",
              .value = "FILE",
              .environment = "SELLSIGN_MOCK_TOKEN_FILE"},
             {"--no-auth", &flags.options.tokens.off, "Do not ask for a token"}});
}

Result<mock::MockOptions> mock_options(const MockFlags& flags) {
  mock::MockOptions options = flags.options;
  options.mode = flags.mode == "strict" ? mock::Mode::strict : mock::Mode::lenient;
  if (!flags.token_file.empty()) {
    const auto tokens = read_tokens(flags.token_file);
    if (!tokens) return tokens.error();
    options.tokens.only.insert(options.tokens.only.end(), tokens->begin(), tokens->end());
  }
  if (std::ranges::find(options.tokens.only, "") != options.tokens.only.end())
    return usage_error("--token must not be empty (--no-auth asks for none)");
  for (const std::string& setting : flags.settings) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos) return usage_error("--set takes name=value, not \"" + setting + "\"");
    if (auto status = apply(options.settings, setting.substr(0, equals), setting.substr(equals + 1)); !status)
      return status.error();
  }
  return options;
}

}  // namespace sellsign::cli
