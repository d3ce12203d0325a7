#include "harness/report/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

#include "base/time_text.h"
#include "base/utf8.h"

namespace sellsign::harness {
namespace {

constexpr std::size_t k_longest_body = 2000, k_most_body_lines = 40;

std::string block(std::string_view label, std::string_view text, std::size_t width) {
  constexpr std::size_t k_label = 11;
  std::string out = wrapped(text, std::string(k_label, ' '), width);
  if (!out.empty()) out.replace(2, label.size(), label);
  return out;
}

std::string request_text(const ExchangeRecord& exchange) {
  std::string out = safe_line(exchange.request.verb + " " + exchange.request.target) + "\n";
  for (const auto& [name, value] : exchange.request.headers) out += safe_line(name + ": " + value) + "\n";
  return out + excerpt(exchange.request.body);
}

std::string answer_text(const http::HttpReply& reply) {
  std::string out = std::to_string(reply.status);
  if (const std::string* type = http::find_header(reply.headers, "Content-Type"))
    out += " " + safe_line(*type);
  return out + " after " + show_duration(reply.service_time) + "\n" + excerpt(reply.body);
}

std::string check_text(const CheckResult& check) {
  std::string out = safe_line(check.subject) + ", " + check.at.text() + "\n";
  for (const std::string& line : check.differences) out += excerpt(line) + "\n";
  if (check.source == nullptr) return out;
  return out + std::string(api::name_of(check.source->kind)) + " " + std::string(check.source->id) + ": " +
         std::string(check.source->text) + " (" + std::string(check.source->origin) + ")";
}

}  // namespace

std::string excerpt(std::string_view body) {
  std::size_t end = whole_characters(body, k_longest_body);
  std::size_t lines = 0;
  for (std::size_t i = 0; i < end; ++i)
    if (body[i] == '\n' && ++lines == k_most_body_lines) end = i;
  std::string out = safe_text(body.substr(0, end));
  if (end < body.size()) out += "\n(" + std::to_string(body.size() - end) + " bytes more)";
  return out;
}

std::string show_counts(const OutcomeCounts& counts) {
  const std::pair<std::size_t, std::string_view> all[] = {{counts.held, "held"},
                                                          {counts.warned, "warned"},
                                                          {counts.failed, "failed"},
                                                          {counts.skipped, "skipped"},
                                                          {counts.not_run, "not run"}};
  std::string out;
  for (const auto& [count, word] : all)
    if (count > 0) out += (out.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(word);
  return out.empty() ? "none" : out;
}

std::string headline(const StepResult& step) {
  if (!step.message.empty()) return safe_line(step.message);
  std::string first;
  std::size_t more = 0;
  for (const CheckResult& check : step.checks) {
    for (const std::string& line : check.differences)
      if (first.empty())
        first = safe_line(line);
      else
        ++more;
  }
  return more == 0 ? first : first + " (and " + std::to_string(more) + " more)";
}

std::string attempts_text(const StepResult& step) {
  if (!step.exchange || step.exchange->attempts < 2) return {};
  return "sent " + std::to_string(step.exchange->attempts) + " times";
}

std::string details(const StepResult& step, std::size_t width) {
  std::string out = wrapped(step.at.text(), "  ", width);
  if (!step.about.empty()) out += wrapped(safe_text(step.about), "  ", width);
  if (!step.message.empty()) out += block("problem", safe_text(step.message), width);
  if (step.exchange) {
    out += block("request", request_text(*step.exchange), width);
    out += block("", attempts_text(step), width);
    if (step.exchange->reply) out += block("answer", answer_text(*step.exchange->reply), width);
  }
  for (const CheckResult& check : step.checks) {
    if (check.outcome == RunOutcome::failed) out += block("failed", check_text(check), width);
    if (check.outcome == RunOutcome::warned) out += block("warning", check_text(check), width);
  }
  if (step.exchange && !step.exchange->curl.empty())
    out += "  curl     " + safe_line(step.exchange->curl) + "\n";
  return out;
}

}  // namespace sellsign::harness
