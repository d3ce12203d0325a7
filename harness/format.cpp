#include "harness/format.h"

#include <algorithm>
#include <array>

#include "api/endpoints.h"
#include "api/sources.h"
#include "client/call.h"
#include "harness/matchers.h"

namespace sellsign::harness {
namespace {

using namespace types;

constexpr unsigned operator|(Kind a, Kind b) { return static_cast<unsigned>(a) | static_cast<unsigned>(b); }
constexpr unsigned only(Kind kind) { return static_cast<unsigned>(kind); }

constexpr unsigned k_scenario = only(Kind::scenario), k_fragment = only(Kind::fragment);
constexpr unsigned k_both = Kind::scenario | Kind::fragment;
constexpr unsigned k_step = only(Kind::step), k_http = only(Kind::http), k_check = only(Kind::check);
constexpr unsigned k_case = only(Kind::case_row), k_mock = only(Kind::requires_mock);
constexpr unsigned k_capture = only(Kind::capture), k_retry = only(Kind::retry);

constexpr FormatRow k_rows[] = {
    {k_both, "$schema", k_text, false, "where editors find the schema of this file"},
    {k_scenario, "scenario", k_text, true, "unique id: letters, digits, - and ."},
    {k_fragment, "fragment", k_text, true, "its name, the same as the file's: letters, digits, - and ."},
    {k_both, "about", k_text, false, "one phrase for the reports"},
    {k_scenario, "tags", k_array, false, "words for --tag and --not-tag", Words::none, k_text},
    {k_scenario, "requires", k_object, false,
     "what the mock has to be set to; on other targets the scenario is skipped", Words::none, k_any,
     Kind::requires_mock},
    {k_both, "needs", k_array, false,
     "fragments whose steps run first: names of files in the folder fragments", Words::none, k_text},
    {k_both, "vars", k_object, false, "variables; later ones may use earlier ones as ${name}"},
    {k_both, "steps", k_array, true, "requests, one after the other", Words::none, k_object, Kind::step,
     Inner::elements},
    {k_both, "finally", k_array, false, "steps that run after the others, failed or not", Words::none,
     k_object, Kind::step, Inner::elements},

    {k_mock, "mode", k_text, false, "how the mock treats departures from the documents", Words::modes},
    {k_mock, "tokens", k_text, false,
     "known: the mock lets in only tokens that it was given, as the embedded one", Words::token_rules},
    {k_mock, "settings", k_object, false, "settings of the mock by name", Words::none,
     k_text | k_integer | k_boolean},

    {k_step, "id", k_text, true, "unique in the file: letters, digits, - and ."},
    {k_step, "about", k_text, false, "one phrase for the reports"},
    {k_step, "call", k_text, false, "the call to send, a row of the endpoint table", Words::calls},
    {k_step, "with", k_object, false, "parameters of the call; wrong ones are let through on purpose"},
    {k_step, "without", k_array, false, "parameters of `with` to leave out", Words::none, k_text},
    {k_step, "wire", k_text, false, "how the parameters travel (default: query-get)", Words::wires},
    {k_step, "token", k_text, false, "where the token travels (default: query)", Words::tokens},
    {k_step, "http", k_object, false, "a request written out, for what the client would never send",
     Words::none, k_any, Kind::http},
    {k_step, "effect", k_text, false, "what an http step does to the world (default: bill)", Words::effects},
    {k_step, "expect", k_array, false, "checks on the answer", Words::none, k_object, Kind::check,
     Inner::elements},
    {k_step, "capture", k_object, false, "parts of the answer to keep under a name", Words::none, k_object,
     Kind::capture, Inner::values},
    {k_step, "cases", k_array | k_object, false, "the step runs once for each", Words::none, k_object,
     Kind::case_row, Inner::elements},
    {k_step, "retry", k_object, false, "send again until the checks hold", Words::none, k_any, Kind::retry},

    {k_http, "verb", k_text, false, "default: GET", Words::verbs_open},
    {k_http, "target", k_text, true, "path and query, already percent-encoded"},
    {k_http, "headers", k_array, false, "list of [name, value]", Words::none, k_array},
    {k_http, "body", k_text | k_object | k_array, false,
     "sent as it is; anything but a text as compact JSON"},

    {k_check, "status", k_integer | k_array | k_text, false,
     "the HTTP status, a list of allowed ones, or one ${name}; has no matcher", Words::none, k_integer},
    {k_check, "header", k_text, false, "looks at the first header of that name"},
    {k_check, "json", k_text, false, "looks at a JSONPath: names, indexes, wildcards"},
    {k_check, "body", k_boolean, false, "true: looks at the body as text"},
    {k_check, "source", k_text, true, "the statement in api/sources.json that the check rests on",
     Words::statements},

    {k_capture, "json", k_text, false, "JSONPath of the value to keep"},
    {k_capture, "header", k_text, false, "name of the header to keep"},

    {k_case, "name", k_text, false, "for the reports, and ${case.name}"},
    {k_case, "derive", k_text, false, "makes one case per parameter, from the endpoint table",
     Words::derives},
    {k_case, "vars", k_object, false, "variables for this case, over those of the scenario"},
    {k_case, "with", k_object, false, "merged over the step's"},
    {k_case, "without", k_array, false, "parameters to leave out", Words::none, k_text},
    {k_case, "expect", k_array, false, "replaces the step's", Words::none, k_object, Kind::check,
     Inner::elements},

    {k_retry, "every", k_text, true, "pause between two requests: 200ms, 1s"},
    {k_retry, "for", k_text, true, "when to give up: 3s, 1m"},
};

constexpr std::array k_kinds = {Kind::scenario, Kind::fragment, Kind::requires_mock, Kind::step, Kind::http,
                                Kind::check,    Kind::capture,  Kind::case_row,      Kind::retry};

constexpr std::array<std::string_view, 2> k_modes = {"lenient", "strict"};
constexpr std::array<std::string_view, 1> k_token_rules = {"known"};
constexpr std::array<std::string_view, 2> k_derives = {"mandatory-left-out", "mistyped"};
constexpr std::array<std::string_view, 7> k_verbs = {"GET",  "POST",    "PUT",  "DELETE",
                                                     "HEAD", "OPTIONS", "PATCH"};

/// Names of the first `count` values of an enumeration.
template <class E>
std::vector<std::string_view> names_to(E last) {
  std::vector<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(last); ++i) names.push_back(name_of(static_cast<E>(i)));
  return names;
}

std::span<const std::string_view> statement_ids() {
  static const std::vector<std::string_view> ids = [] {
    std::vector<std::string_view> all;
    for (const api::Source& source : api::sources()) all.push_back(source.id);
    return all;
  }();
  return ids;
}

}  // namespace

std::string_view name_of(Kind kind) {
  constexpr std::string_view k_names[] = {"scenario", "fragment", "requires", "step", "http",
                                          "check",    "capture",  "case",     "retry"};
  const auto found = std::find(k_kinds.begin(), k_kinds.end(), kind);
  return k_names[found - k_kinds.begin()];
}

std::span<const Kind> kinds() { return k_kinds; }

std::span<const std::string_view> words_of(Words words) {
  static const auto wires = names_to(client::WireStyle::form_post);
  static const auto tokens = names_to(client::TokenPlace::none);
  static const auto effects = names_to(api::Effect::bill);
  switch (words) {
    case Words::none:
      return {};
    case Words::calls:
      return api::endpoint_ids();
    case Words::statements:
      return statement_ids();
    case Words::wires:
      return wires;
    case Words::tokens:
      return tokens;
    case Words::effects:
      return effects;
    case Words::modes:
      return k_modes;
    case Words::token_rules:
      return k_token_rules;
    case Words::derives:
      return k_derives;
    case Words::verbs_open:
      return k_verbs;
  }
  return {};
}

std::span<const FormatRow> format_rows() {
  static const std::vector<FormatRow> rows = [] {
    std::vector<FormatRow> all(std::begin(k_rows), std::end(k_rows));
    for (const Matcher& matcher : matchers())
      all.push_back({k_check, matcher.name, k_any, false, matcher.about});
    return all;
  }();
  return rows;
}

std::vector<const FormatRow*> rows_of(Kind kind) {
  std::vector<const FormatRow*> out;
  for (const FormatRow& row : format_rows())
    if ((row.kinds & only(kind)) != 0) out.push_back(&row);
  return out;
}

}  // namespace sellsign::harness
