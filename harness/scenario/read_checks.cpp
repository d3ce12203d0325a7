#include <algorithm>

#include <nlohmann/json.hpp>

#include "harness/json/json_path.h"
#include "harness/json/matchers.h"
#include "harness/scenario/reading.h"
#include "harness/scenario/variables.h"

namespace sellsign::harness {
namespace {

constexpr std::pair<Subject, std::string_view> k_subjects[] = {{Subject::status, "status"},
                                                               {Subject::header, "header"},
                                                               {Subject::json, "json"},
                                                               {Subject::body, "body"}};

/// Which subject a check has; problems when it is not exactly one.
std::optional<Subject> subject_of(const JsonView& view) {
  std::optional<Subject> found;
  for (const auto& [subject, key] : k_subjects) {
    if (!view.has(key)) continue;
    if (found) {
      view.at(key).say_of_key("a check has one subject; this one has both \"" + std::string(name_of(*found)) +
                              "\" and \"" + std::string(key) + "\"");
      return found;
    }
    found = subject;
  }
  if (!found && knows_all_keys(view, ObjectKind::check))
    view.add_problem("a check needs a subject: \"status\", \"header\", \"json\" or \"body\"");
  return found;
}

std::string status_problem(const Json& status) {
  if (status.is_array()) {
    if (status.empty()) return "a list of statuses needs at least one";
    for (const Json& one : status)
      if (std::string problem = status_problem(one); !problem.empty()) return problem;
    return {};
  }
  if (status.is_string()) {
    const auto parts = parts_of(status.get_ref<const std::string&>());
    if (parts && parts->size() == 1 && parts->front().variable) return {};
    return "\"status\" is a number, a list of numbers or one ${name}";
  }
  if (!status.is_number_integer() || status.get<std::int64_t>() < 100 || status.get<std::int64_t>() > 599)
    return "an HTTP status is a number from 100 to 599";
  return {};
}

/// A path with variables is checked with 0 in their places.
void check_path(const JsonView& view, std::string_view key) {
  const std::string text = view.text(key);
  const auto parts = parts_of(text);
  if (!parts) return;
  std::string sample;
  for (const TextPart& part : *parts) sample += part.variable ? "0" : part.text;
  const auto path = JsonPath::parse(sample);
  if (!path) view.at(key).add_problem(path.error().message);
}

void check_subject_value(const JsonView& view, Subject subject) {
  if (subject == Subject::status) {
    if (std::string problem = status_problem(view.at("status").value()); !problem.empty())
      view.at("status").add_problem(std::move(problem));
  } else if (subject == Subject::json) {
    check_path(view, "json");
  } else if (subject == Subject::header && view.at("header").value().is_string() &&
             view.text("header").empty()) {
    view.at("header").add_problem("the name of a header is expected");
  } else if (subject == Subject::body && view.at("body").value() == false) {
    view.at("body").add_problem("\"body\" is true, or left out");
  }
}

JsonPtr read_matchers(const JsonView& view, std::optional<Subject> subject) {
  Json out = Json::object();
  if (subject == Subject::status) out["status"] = view.at("status").value();
  for (const JsonView& member : view.members()) {
    const Matcher* const row = find_matcher(member.name());
    if (row == nullptr) continue;
    if (subject == Subject::status) {
      member.say_of_key("a status check has no matcher; give a list for several: \"status\": [200, 201]");
      continue;
    }
    out[member.name()] = member.value();
    if (!names_in(member.value()).empty()) continue;
    if (std::string problem = row->lint(member.value()); !problem.empty())
      member.add_problem("\"" + member.name() + "\": " + problem);
  }
  if (out.empty() && subject && knows_all_keys(view, ObjectKind::check))
    view.add_problem("a check needs a matcher, such as \"eq\", \"like\" or \"type\"");
  return std::make_shared<const Json>(std::move(out));
}

Check read_check(const JsonView& view) {
  Check check;
  check.at = view.position();
  const auto subject = subject_of(view);
  if (subject) {
    check.subject = *subject;
    check_subject_value(view, *subject);
  }
  if (check.subject == Subject::header || check.subject == Subject::json)
    check.name = view.text(name_of(check.subject));
  check.matchers = read_matchers(view, subject);
  check.source = api::find_source(view.text("source"));
  return check;
}

}  // namespace

std::vector<Check> read_checks(const JsonView& parent, std::string_view key) {
  std::vector<Check> out;
  for (const JsonView& view : parent.objects(key)) out.push_back(read_check(view));
  return out;
}

}  // namespace sellsign::harness
