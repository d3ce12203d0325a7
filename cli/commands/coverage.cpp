#include <algorithm>
#include <memory>
#include <optional>
#include <sstream>

#include <nlohmann/json.hpp>

#include "api/departures.h"
#include "base/json/positioned_json.h"
#include "base/number.h"
#include "base/percent.h"
#include "base/safe_text.h"
#include "base/text.h"
#include "cli/flags/admin.h"
#include "cli/program/command.h"
#include "cli/program/output.h"
#include "cli/program/secrets.h"

namespace sellsign::cli {
namespace {

struct CoverageCommandFlags {
  AdminFlags admin;
  std::string token_file;
  std::string format = "text";
  std::vector<std::string> kinds;
  std::string space = "*";
  std::optional<double> least;  ///< percent
};

/// One statement about the vendor and how often the mock's answers have rested on it.
struct Row {
  std::string id, kind, topic, text, origin;
  std::int64_t hits = 0;
};

/// What is shown.
struct Coverage {
  std::vector<Row> rows;

  std::size_t exercised() const {
    return static_cast<std::size_t>(std::ranges::count_if(rows, [](const Row& row) { return row.hits > 0; }));
  }
  double percent() const {
    return rows.empty() ? 0 : 100.0 * static_cast<double>(exercised()) / static_cast<double>(rows.size());
  }
};

std::string show_percent(double percent) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f%%", percent);
  return text;
}

Error undecodable(const std::string& what) {
  return {ErrorKind::undecodable, "the answer is no coverage: " + what};
}

Result<Row> read_row(const Json& statement) {
  Row row;
  if (!statement.is_object()) return undecodable("a statement is no object");
  for (const auto& [name, text] : {std::pair{"id", &row.id},
                                   {"kind", &row.kind},
                                   {"topic", &row.topic},
                                   {"text", &row.text},
                                   {"origin", &row.origin}}) {
    const auto found = statement.find(name);
    if (found == statement.end() || !found->is_string())
      return undecodable("a statement has no text \"" + std::string(name) + "\"");
    *text = safe_line(found->get<std::string>());
  }
  const auto hits = statement.find("hits");
  if (hits == statement.end() || !hits->is_number_integer())
    return undecodable("statement " + row.id + " has no number \"hits\"");
  row.hits = hits->get<std::int64_t>();
  return row;
}

Result<Coverage> read_coverage(const std::string& body, const std::vector<std::string>& kinds) {
  const auto json = read_answer(body);
  if (!json) return undecodable(json.error().message);
  const auto statements = (*json)->is_object() ? (*json)->find("statements") : (*json)->end();
  if (statements == (*json)->end() || !statements->is_array())
    return undecodable("it has no list \"statements\"");
  Coverage coverage;
  for (const Json& statement : *statements) {
    auto row = read_row(statement);
    if (!row) return row.error();
    if (kinds.empty() || std::ranges::find(kinds, row->kind) != kinds.end())
      coverage.rows.push_back(*std::move(row));
  }
  return coverage;
}

Result<Coverage> fetch(const CoverageCommandFlags& flags, const http::Url& url, const std::string& token) {
  http::Headers headers;
  if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
  const auto reply = ask_admin(url, flags.admin, "coverage?namespace=" + encode_component(flags.space),
                               std::chrono::seconds(30), std::move(headers));
  if (!reply) return reply.error();
  if (reply->status != 200)
    return Error{ErrorKind::http_status, url.text() + "/__admin/coverage answered " +
                                             std::to_string(reply->status) + ": " +
                                             printable(reply->body, 200) +
                                             (reply->status == 401 || reply->status == 403
                                                  ? " (the control API's token comes from --admin-token-file)"
                                                  : " (is that a sellsign mock with its control API on?)")};
  return read_coverage(reply->body, flags.kinds);
}

std::string summary(const Coverage& coverage) {
  return std::to_string(coverage.exercised()) + " of " + std::to_string(coverage.rows.size()) +
         " statements exercised (" + show_percent(coverage.percent()) + ")";
}

std::string as_text(const Coverage& coverage) {
  std::ostringstream out;
  out << summary(coverage) << "\n";
  if (const std::size_t never = coverage.rows.size() - coverage.exercised(); never > 0)
    out << "\nnever exercised (" << never << ")\n";
  for (const Row& row : coverage.rows)
    if (row.hits == 0) out << "  " << row.kind << "  " << row.id << "\n      " << row.text << "\n";
  if (coverage.exercised() > 0) out << "\nexercised (" << coverage.exercised() << ")\n";
  for (const Row& row : coverage.rows)
    if (row.hits > 0) {
      const std::string hits = std::to_string(row.hits);
      out << "  " << std::string(hits.size() < 8 ? 8 - hits.size() : 0, ' ') << hits << "  " << row.kind
          << std::string(row.kind.size() < 10 ? 10 - row.kind.size() : 0, ' ') << "  " << row.id << "\n";
    }
  return std::move(out).str();
}

/// A text that may stand in a cell of a table.
std::string cell(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '|' ? "\\|" : c == '\n' || c == '\r' ? " " : std::string(1, c);
  return out;
}

std::string as_markdown(const Coverage& coverage) {
  std::ostringstream out;
  out << "**" << summary(coverage) << "**\n\n| hits | kind | statement | |\n| ---: | --- | --- | --- |\n";
  for (const bool exercised : {false, true})
    for (const Row& row : coverage.rows)
      if ((row.hits > 0) == exercised)
        out << "| " << (exercised ? std::to_string(row.hits) : "**never**") << " | " << row.kind << " | `"
            << row.id << "` | " << cell(row.text) << " |\n";
  return std::move(out).str();
}

std::string as_json(const Coverage& coverage) {
  Json statements = Json::array();
  for (const Row& row : coverage.rows)
    statements.push_back({{"id", row.id},
                          {"kind", row.kind},
                          {"topic", row.topic},
                          {"text", row.text},
                          {"origin", row.origin},
                          {"hits", row.hits}});
  const Json all = {{"exercised", coverage.exercised()},
                    {"total", coverage.rows.size()},
                    {"percent", coverage.percent()},
                    {"statements", std::move(statements)}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string rendered(const Coverage& coverage, const std::string& format) {
  return format == "json"       ? as_json(coverage)
         : format == "markdown" ? as_markdown(coverage)
                                : as_text(coverage);
}

ExitCode show(const CoverageCommandFlags& flags) {
  const auto token = token_of_file(flags.token_file);
  if (!token) return fail(token.error());
  Redactor redactor;
  redactor.add_token("admin token", *token);
  const Output output(redactor);
  const auto url = admin_url(flags.admin);
  if (!url) return fail(url.error(), output);
  const auto coverage = fetch(flags, *url, *token);
  if (!coverage) return fail(coverage.error(), output);
  if (!output.result(rendered(*coverage, flags.format))) return ExitCode::unreachable;
  if (!flags.least || coverage->percent() + 1e-9 >= *flags.least) return ExitCode::held;
  output.error(summary(*coverage) + ": less than --min " + show_percent(*flags.least));
  return ExitCode::check_failed;
}

/// `80%`, `80` or `62.5`.
std::string read_percent(const std::string& text, std::optional<double>& into) {
  std::string_view rest = text;
  const auto percent = take_decimal(rest);
  if (!(percent >= 0 && percent <= 100) || (!rest.empty() && rest != "%"))
    return "\"" + text + "\" is no percentage from 0% to 100%";
  if (rest.empty() && percent > 0 && percent < 1)
    return "\"" + text + "\" is less than one percent; write " + text + "% if that is meant, or " +
           show_percent(*percent * 100);
  into = percent;
  return "";
}

}  // namespace

Action add_coverage(FlagRows& rows) {
  auto flags = std::make_shared<CoverageCommandFlags>();
  const auto read_least = [into = &flags->least](const std::string& text) {
    return read_percent(text, *into);
  };
  add_group(
      rows, "Options",
      {{"--kind", CommaList{&flags->kinds}, "Only statements of this kind; may be repeated", "",
        Choices{"documented", "observed", "assumed"}},
       {"--min", read_least, "Exit code 1 when fewer were exercised, in percent of those shown", "PERCENT"},
       {"--namespace", &flags->space, "Of this namespace; *: of all together", "NAME"},
       {"--format", &flags->format, "text, json or markdown", "", Choices{"text", "json", "markdown"}}});
  add_group(rows, "Target",
            {{"--admin-token-file", &flags->token_file,
              "File whose first line is the token of the mock's control API", "FILE"}});
  add_admin_flags(rows, flags->admin);
  return [flags](const Invocation&) { return show(*flags); };
}

}  // namespace sellsign::cli
