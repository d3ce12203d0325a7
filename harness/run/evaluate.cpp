#include "harness/run/evaluate.h"

#include <nlohmann/json.hpp>

#include "base/json/positioned_json.h"
#include "base/result.h"
#include "base/utf8.h"
#include "harness/json/diff.h"
#include "harness/json/matchers.h"

namespace sellsign::harness {
namespace {

using Lines = std::vector<std::string>;

Lines status_lines(const Json& wanted, int got) {
  const Json status = got;
  bool held = equal(wanted, status);
  if (wanted.is_array())
    for (const Json& one : wanted) held = held || equal(one, status);
  if (held) return {};
  return {"status: expected " + std::string(wanted.is_array() ? "one of " : "") + show(wanted) + ", got " +
          std::to_string(got)};
}

/// Lines as a report can hold them: keys of an answer may be of any number and length.
Lines abridged(Lines lines) {
  constexpr std::size_t k_most = 100, k_longest = 4000;
  const std::size_t count = lines.size();
  if (count > k_most) lines.resize(k_most);
  for (std::string& line : lines)
    if (const std::size_t kept = whole_characters(line, k_longest); kept < line.size())
      line = line.substr(0, kept) + "... (" + std::to_string(line.size()) + " bytes)";
  if (count > k_most) lines.push_back("and " + std::to_string(count - k_most) + " more");
  return lines;
}

bool needs_filling(const Json& value) {
  if (value.is_string()) return value.get_ref<const std::string&>().find("${") != std::string::npos;
  return value.is_structured() &&
         std::any_of(value.begin(), value.end(), [](const Json& element) { return needs_filling(element); });
}

}  // namespace

const Result<JsonPtr>& Answer::body() const {
  if (body_) return *body_;
  if (std::string fault = http::coding_fault(reply_); !fault.empty())
    body_ = Error{ErrorKind::undecodable, std::move(fault)};
  else
    body_ = read_answer(reply_.body);
  return *body_;
}

PreparedCheck::PreparedCheck(const Check& check)
    : what_(check.subject),
      name_(check.name),
      subject_(name_of(check.subject)),
      matchers_(check.matchers),
      fill_name_(check.name.find("${") != std::string::npos),
      fill_matchers_(needs_filling(*check.matchers)) {
  if (!name_.empty()) subject_ += " " + name_;
  if (what_ != Subject::json || fill_name_) return;
  if (auto path = JsonPath::parse(name_)) path_ = *std::move(path);
}

Lines PreparedCheck::differences(const Answer& answer, const Values& values) const {
  if (!fill_matchers_) return abridged(look_and_match(*matchers_, answer, values));
  const auto filled = values.fill(*matchers_);
  if (!filled) return {filled.error().message};
  return abridged(look_and_match(*filled, answer, values));
}

Lines PreparedCheck::look_and_match(const Json& wanted, const Answer& answer, const Values& values) const {
  if (what_ == Subject::status) return status_lines(wanted.at("status"), answer.reply().status);
  if (what_ == Subject::body) {
    const Json body(answer.reply().body);
    return apply_matchers(wanted, &body, "body");
  }
  if (path_) return match_json(wanted, name_, *path_, answer);
  const auto name = values.fill_text(name_);
  if (!name) return {name.error().message};
  if (what_ == Subject::header) {
    const std::string* const header = http::find_header(answer.reply().headers, *name);
    const Json value = header == nullptr ? Json() : Json(*header);
    return apply_matchers(wanted, header == nullptr ? nullptr : &value, "header " + *name);
  }
  const auto path = JsonPath::parse(*name);
  if (!path) return {path.error().message};
  return match_json(wanted, *name, *path, answer);
}

Lines PreparedCheck::match_json(const Json& wanted, const std::string& name, const JsonPath& path,
                                const Answer& answer) const {
  const auto& body = answer.body();
  if (!body) return {name + ": the body is not JSON: " + body.error().message};
  if (!path.has_wildcard()) return apply_matchers(wanted, path.peek(**body), name);
  const auto found = path.find(**body);
  return apply_matchers(wanted, found ? &*found : nullptr, name);
}

PreparedCapture::PreparedCapture(const Capture& capture) : what_(capture.subject), from_(capture.from) {
  if (what_ == Subject::json) path_ = JsonPath::parse(from_);
}

Result<Json> PreparedCapture::from(const Answer& answer) const {
  if (what_ == Subject::header) {
    const std::string* const header = http::find_header(answer.reply().headers, from_);
    if (header == nullptr) return usage_error("the answer has no header " + from_);
    return Json(*header);
  }
  if (!*path_) return path_->error();
  const auto& body = answer.body();
  if (!body) return Error{ErrorKind::undecodable, from_ + ": the body is not JSON: " + body.error().message};
  auto found = (*path_)->find(**body);
  if (!found) return usage_error("there is nothing at " + from_);
  return *std::move(found);
}

CheckResult evaluate(const Check& check, const Answer& answer, const Values& values,
                     api::SourceKind fail_on) {
  const PreparedCheck prepared(check);
  CheckResult out;
  out.at = check.at;
  out.source = check.source;
  out.subject = prepared.subject();
  out.differences = prepared.differences(answer, values);
  if (out.differences.empty()) return out;
  const bool counts = check.source == nullptr || check.source->kind <= fail_on;
  out.outcome = counts ? RunOutcome::failed : RunOutcome::warned;
  return out;
}

}  // namespace sellsign::harness
