#include "mock_server/journal/verify/pattern.h"

#include <nlohmann/json.hpp>

#include "api/arguments.h"
#include "base/text.h"

namespace sellsign::mock {
namespace {

using Kind = TextMatcher::Kind;

/// Whether two names mean one parameter of that call (null: names have to be the same).
bool is_same_parameter(const api::Endpoint* row, std::string_view a, std::string_view b) {
  if (a == b) return true;
  const api::FieldInfo* known = row == nullptr ? nullptr : api::find_parameter(*row, a);
  return known != nullptr && known == api::find_parameter(*row, b);
}

/// The text of a parameter as the mock reads it, or null; null counts as left out.
const std::string_view* find_value(const JournalEntry& entry, const api::Arguments& arguments,
                                   std::string_view name) {
  const api::Argument* found = nullptr;
  for (const api::Argument& argument : arguments.all()) {
    if (argument.type == api::WireType::null || !is_same_parameter(entry.row, name, argument.name)) continue;
    if (argument.name == name) return &argument.text;
    if (found == nullptr) found = &argument;
  }
  return found == nullptr ? nullptr : &found->text;
}

bool wants_absence(const RequestPattern& pattern) {
  const auto is_absent = [](const TextMatcher& matcher) { return matcher.kind == TextMatcher::Kind::absent; };
  return (pattern.body && is_absent(*pattern.body)) ||
         std::ranges::any_of(pattern.parameters, is_absent, &std::pair<std::string, TextMatcher>::second);
}

/// Adds what differs in parameters and body. False when they could not be read whole.
bool differ_in_texts(const RequestPattern& pattern, const JournalEntry& entry, std::vector<Mismatch>& out) {
  bool is_whole = entry.body_is_whole;
  if (!pattern.parameters.empty()) {
    api::Arguments arguments;
    if (arguments.read(entry.query, entry.body)) is_whole = false;
    for (const auto& [name, matcher] : pattern.parameters) {
      const std::string_view* given = find_value(entry, arguments, name);
      if (matcher.holds(given)) continue;
      out.push_back({"parameters." + name, name, &matcher, "", std::nullopt});
      if (given != nullptr) out.back().got = *given;
    }
  }
  const std::string_view body = entry.body;
  if (!pattern.body || pattern.body->holds(&body)) return is_whole;
  std::string words = "is not as wanted";
  if (!entry.body_is_whole) words += " (the journal kept only its beginning)";
  out.push_back({"body", "", nullptr, words, std::nullopt});
  return is_whole;
}

std::string words_of(const TextMatcher& matcher, std::string_view name, Redaction& redaction) {
  switch (matcher.kind) {
    case Kind::equals:
      return in_quotes(redaction.value(name, matcher.text));
    case Kind::contains:
      return "text that contains " + in_quotes(redaction.value(name, matcher.text));
    case Kind::matches:
      return "text that matches " + in_quotes(matcher.text);
    case Kind::absent:
      return "none";
    case Kind::present:
      return "any";
  }
  return {};
}

std::string status_words(const std::pair<int, int>& status) {
  return status.first == status.second ? std::to_string(status.first)
                                       : std::to_string(status.first / 100) + "xx";
}

}  // namespace

bool TextMatcher::holds(const std::string_view* given) const {
  if (kind == Kind::absent || given == nullptr) return kind == Kind::absent && given == nullptr;
  switch (kind) {
    case Kind::equals:
      return *given == text;
    case Kind::contains:
      return given->find(text) != std::string_view::npos;
    case Kind::matches:
      return pattern->is_in(*given);
    default:
      return true;
  }
}

std::size_t RequestPattern::parts() const {
  return parameters.size() +
         static_cast<std::size_t>((call != nullptr ? 1 : 0) + (number ? 1 : 0) + (verb ? 1 : 0) +
                                  (token ? 1 : 0) + (status ? 1 : 0) + (body ? 1 : 0));
}

PatternMatch match(const RequestPattern& pattern, const JournalEntry& entry) {
  PatternMatch found;
  std::vector<Mismatch>& out = found.mismatches;
  const auto add = [&](std::string part, std::string wanted, std::optional<std::string> got) {
    out.push_back({std::move(part), "", nullptr, "wanted " + std::move(wanted), std::move(got)});
  };
  const bool same_call = pattern.call == nullptr || pattern.call == entry.row;
  if (!same_call)
    add("call", std::string(pattern.call->id),
        entry.row == nullptr ? entry.path : std::string(entry.row->id));
  if (pattern.number && entry.number != *pattern.number)
    add("number", in_quotes(*pattern.number), entry.number);
  if (pattern.status && (entry.status < pattern.status->first || entry.status > pattern.status->second))
    add("status", status_words(*pattern.status), std::to_string(entry.status));
  if (pattern.verb && entry.verb != *pattern.verb) add("verb", *pattern.verb, entry.verb);
  if (pattern.token && entry.token != *pattern.token)
    out.push_back({"token", "", nullptr, entry.token.empty() ? "there is none" : "it is another one", {}});
  if (!same_call) return found;
  const bool fits_so_far = out.empty();
  const bool looks_inside = !pattern.parameters.empty() || pattern.body;
  const bool is_whole = differ_in_texts(pattern, entry, out);
  found.is_uncertain = looks_inside && !is_whole && fits_so_far && (!out.empty() || wants_absence(pattern));
  return found;
}

std::string describe(const RequestPattern& pattern, Redaction& redaction) {
  std::vector<std::string> parts;
  if (pattern.number) parts.push_back("number " + in_quotes(*pattern.number));
  if (pattern.status) parts.push_back("status " + status_words(*pattern.status));
  if (pattern.verb) parts.push_back("verb " + *pattern.verb);
  if (pattern.token) parts.emplace_back("the given token");
  for (const auto& [name, matcher] : pattern.parameters)
    parts.push_back(matcher.kind == Kind::absent
                        ? "no parameter " + name
                        : "parameter " + name + " " + words_of(matcher, name, redaction));
  if (pattern.body) parts.emplace_back("the wanted body");
  std::string text = pattern.call == nullptr ? "any request" : std::string(pattern.call->id);
  for (std::size_t i = 0; i < parts.size(); ++i)
    text += (i == 0 ? " with " : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  return text;
}

std::string describe(const Mismatch& difference, Redaction& redaction) {
  std::string text = difference.part + ": ";
  if (difference.wanted == nullptr) {
    text += difference.words;
    return difference.got ? text + ", got " + (difference.got->empty() ? "none" : *difference.got) : text;
  }
  text += "wanted " + words_of(*difference.wanted, difference.name, redaction);
  if (!difference.got) return text + ", got none";
  return text + ", got " + in_quotes(redaction.value(difference.name, *difference.got));
}

}  // namespace sellsign::mock
