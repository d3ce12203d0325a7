#include "harness/evaluate.h"

#include <nlohmann/json.hpp>

#include "harness/diff.h"
#include "harness/errors.h"
#include "harness/json.h"
#include "harness/json_path.h"
#include "harness/matchers.h"

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

/// What a check looks at: its value if it is there, and how reports name it.
struct Seen {
  std::optional<Json> value;
  std::string path;
};

api::Result<Seen> look(const Check& check, const Answer& answer, const Variables& variables) {
  if (check.subject == Subject::body) return Seen{Json(answer.reply().body), "body"};
  auto name = variables.fill_text(check.name);
  if (!name) return name.error();
  if (check.subject == Subject::header) {
    const std::string* const header = client::find_header(answer.reply().headers, *name);
    return Seen{header == nullptr ? std::nullopt : std::optional<Json>(*header), "header " + *name};
  }
  auto found = answer.at_path(*name);
  if (!found) return found.error();
  return Seen{std::move(*found), *name};
}

Lines lines_of(const Check& check, const Answer& answer, const Variables& variables) {
  const auto wanted = variables.fill(*check.matchers);
  if (!wanted) return {wanted.error().message};
  if (check.subject == Subject::status) return status_lines(wanted->at("status"), answer.reply().status);
  const auto seen = look(check, answer, variables);
  if (!seen) return {seen.error().message};
  return apply_matchers(*wanted, seen->value, seen->path);
}

}  // namespace

Answer::Answer(const client::HttpReply& reply) : reply_(reply), body_(read_answer(reply.body)) {}

api::Result<std::optional<Json>> Answer::at_path(const std::string& path) const {
  const auto parsed = JsonPath::parse(path);
  if (!parsed) return parsed.error();
  if (!body_)
    return make_error(api::ErrorKind::undecodable, path + ": the body is not JSON: " + body_.error().message);
  return parsed->find(**body_);
}

CheckResult evaluate(const Check& check, const Answer& answer, const Variables& variables,
                     api::SourceKind fail_on) {
  CheckResult out;
  out.at = check.at;
  out.source = check.source;
  out.subject = name_of(check.subject);
  if (!check.name.empty()) out.subject += " " + check.name;
  out.differences = lines_of(check, answer, variables);
  if (out.differences.empty()) return out;
  const bool counts = check.source == nullptr || check.source->kind <= fail_on;
  out.outcome = counts ? Outcome::failed : Outcome::warned;
  return out;
}

api::Result<Json> captured(const Capture& capture, const Answer& answer) {
  if (capture.subject == Subject::header) {
    const std::string* const header = client::find_header(answer.reply().headers, capture.from);
    if (header == nullptr) return usage_error("the answer has no header " + capture.from);
    return Json(*header);
  }
  auto found = answer.at_path(capture.from);
  if (!found) return found.error();
  if (!*found) return usage_error("there is nothing at " + capture.from);
  return std::move(**found);
}

}  // namespace sellsign::harness
