#include "harness/redact.h"

namespace sellsign::harness {
namespace {

class Cleaner {
 public:
  explicit Cleaner(const client::Redactor& redactor) : redactor_(redactor) {}

  template <class... Texts>
  void clean(Texts&... texts) const {
    ((texts = redactor_.clean(texts)), ...);
  }

  void clean_headers(client::Headers& headers) const {
    for (auto& [name, value] : headers) clean(name, value);
  }

  void clean_exchange(ExchangeRecord& exchange) const {
    clean(exchange.request.verb, exchange.request.target, exchange.request.body, exchange.curl);
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
  const client::Redactor& redactor_;
};

}  // namespace

void redact(ScenarioResult& result, const client::Redactor& redactor) {
  if (redactor.empty()) return;
  const Cleaner cleaner(redactor);
  cleaner.clean(result.id, result.about, result.target, result.message, result.at.file);
  for (std::string& tag : result.tags) cleaner.clean(tag);
  for (StepResult& step : result.steps) cleaner.clean_step(step);
}

}  // namespace sellsign::harness
