#include "harness/run/redact.h"

namespace sellsign::harness {
namespace {

/// A redacted curl line as a shell has to read it: a variable that redaction put between single quotes is
/// taken out of them, so that it is expanded.
std::string expandable(std::string_view line) {
  constexpr std::string_view k_variable = "$SELLSIGN_TOKEN";
  std::string out;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != '"' && line.substr(i).starts_with(k_variable)) {
      const std::string_view inside = quote == '\'' ? "'" : "";
      out.append(inside).append("\"").append(k_variable).append("\"").append(inside);
      i += k_variable.size() - 1;
      continue;
    }
    if (c == '\\' && quote != '\'' && i + 1 < line.size()) {
      out.append(line.substr(i++, 2));
      continue;
    }
    if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    }
    out += c;
  }
  return out;
}

class Cleaner {
 public:
  explicit Cleaner(const Redactor& redactor) : redactor_(redactor) {}

  template <class... Texts>
  void clean(Texts&... texts) const {
    ((texts = redactor_.clean(texts)), ...);
  }

  void clean_headers(http::Headers& headers) const {
    for (auto& [name, value] : headers) clean(name, value);
  }

  void clean_exchange(ExchangeRecord& exchange) const {
    clean(exchange.request.verb, exchange.request.target, exchange.request.body);
    exchange.curl = expandable(redactor_.clean(exchange.curl));
    clean_headers(exchange.request.headers);
    if (!exchange.reply) return;
    clean(exchange.reply->body);
    clean_headers(exchange.reply->headers);
  }

  void clean_step(StepResult& step) const {
    clean(step.id, step.case_name, step.about, step.message, step.at.file);
    for (CheckResult& check : step.checks) {
      clean(check.subject, check.at.file);
      for (std::string& line : check.differences) clean(line);
    }
    if (step.exchange) clean_exchange(*step.exchange);
  }

 private:
  const Redactor& redactor_;
};

}  // namespace

void redact(ScenarioResult& result, const Redactor& redactor) {
  if (redactor.empty()) return;
  const Cleaner cleaner(redactor);
  cleaner.clean(result.id, result.about, result.target, result.message, result.at.file);
  for (std::string& tag : result.tags) cleaner.clean(tag);
  for (StepResult& step : result.steps) cleaner.clean_step(step);
}

}  // namespace sellsign::harness
