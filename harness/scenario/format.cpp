#include "harness/scenario/format.h"

#include <algorithm>
#include <array>

#include "api/endpoints.h"
#include "api/sources.h"
#include "client/call.h"
#include "harness/json/matchers.h"

namespace sellsign::harness {
namespace {

using namespace types;

constexpr unsigned operator|(ObjectKind a, ObjectKind b) {
  return static_cast<unsigned>(a) | static_cast<unsigned>(b);
}
constexpr unsigned only(ObjectKind kind) { return static_cast<unsigned>(kind); }

constexpr unsigned k_scenario = only(ObjectKind::scenario), k_fragment = only(ObjectKind::fragment);
constexpr unsigned k_both = ObjectKind::scenario | ObjectKind::fragment;
constexpr unsigned k_step = only(ObjectKind::step), k_http = only(ObjectKind::http),
                   k_check = only(ObjectKind::check);
constexpr unsigned k_case = only(ObjectKind::case_row), k_mock = only(ObjectKind::requires_mock);
constexpr unsigned k_capture = only(ObjectKind::capture), k_retry = only(ObjectKind::retry);
constexpr unsigned k_load = only(ObjectKind::load), k_profile = only(ObjectKind::profile),
                   k_stage = only(ObjectKind::stage);
constexpr unsigned k_feeder = only(ObjectKind::feeder), k_slo = only(ObjectKind::slo);

constexpr FormatRow k_format[] = {
    {k_both, "$schema", k_text, false, "where editors find the schema of this file"},
    {k_scenario, "scenario", k_text, true, "unique id: letters, digits, - and ."},
    {k_fragment, "fragment", k_text, true, "its name, the same as the file's: letters, digits, - and ."},
    {k_both, "about", k_text, false, "one phrase for the reports"},
    {k_scenario, "tags", k_array, false, "words for --tag and --not-tag", Words::none, k_text},
    {k_scenario, "requires", k_object, false,
     "what the mock has to be set to; on other targets the scenario is skipped", Words::none, k_any,
     ObjectKind::requires_mock},
    {k_both, "needs", k_array, false,
     "fragments whose steps run first: names of files in the folder fragments", Words::none, k_text},
    {k_both, "vars", k_object, false, "variables; later ones may use earlier ones as ${name}"},
    {k_both, "steps", k_array, true, "requests, one after the other", Words::none, k_object, ObjectKind::step,
     Inner::elements},
    {k_both, "finally", k_array, false, "steps that run after the others, failed or not", Words::none,
     k_object, ObjectKind::step, Inner::elements},

    {k_scenario, "feeders", k_object, false,
     "rows or numbers, one for each iteration: ${name.column} or ${name}; `run` takes the first", Words::none,
     k_object, ObjectKind::feeder, Inner::values},
    {k_scenario, "load", k_object, false, "how the scenario is driven as load", Words::none, k_any,
     ObjectKind::load},

    {k_mock, "mode", k_text, false, "how the mock treats departures from the documents", Words::modes},
    {k_mock, "tokens", k_text, false,
     "known: the mock lets in only tokens that it was given, as the embedded one; unchecked: it asks for "
     "none "
     "(--no-auth)",
     Words::token_rules},
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
     Words::none, k_any, ObjectKind::http},
    {k_step, "effect", k_text, false, "what an http step does to the world (default: bill)", Words::effects},
    {k_step, "expect", k_array, false, "checks on the answer", Words::none, k_object, ObjectKind::check,
     Inner::elements},
    {k_step, "capture", k_object, false, "parts of the answer to keep under a name", Words::none, k_object,
     ObjectKind::capture, Inner::values},
    {k_step, "cases", k_array | k_object, false, "the step runs once for each", Words::none, k_object,
     ObjectKind::case_row, Inner::elements},
    {k_step, "retry", k_object, false, "send again until the checks hold", Words::none, k_any,
     ObjectKind::retry},

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
    {k_case, "expect", k_array, false, "replaces the step's", Words::none, k_object, ObjectKind::check,
     Inner::elements},

    {k_retry, "every", k_text, true, "pause between two requests: 200ms, 1s"},
    {k_retry, "for", k_text, true, "when to give up: 3s, 1m"},

    {k_feeder, "file", k_text, false,
     "CSV with a line of names, or a JSON list of objects; beside this file"},
    {k_feeder, "mode", k_text, false, "once (the run ends when they are used up), cycle (default) or random",
     Words::feeds},
    {k_feeder, "numbers_from", k_integer, false,
     "instead of a file: this number, the next one, ...; each once in a test"},

    {k_load, "profiles", k_object, false, "ways to drive it, by name, for --profile", Words::none, k_object,
     ObjectKind::profile, Inner::values},
    {k_load, "slo", k_array, false, "what has to hold", Words::none, k_object, ObjectKind::slo,
     Inner::elements},
    {k_load, "weight", k_integer, false,
     "share of the iterations when several scenarios are driven together (default: 1)"},

    {k_profile, "about", k_text, false, "one phrase"},
    {k_profile, "model", k_text, true, "closed: users who wait for their answers; open: starts at a rate",
     Words::models},
    {k_profile, "users", k_integer, false, "closed: how many, for `duration` or `iterations`"},
    {k_profile, "rate", k_text, false, "open: iterations a second for `duration`: 200/s, 30/m"},
    {k_profile, "duration", k_text, false, "30s, 5m, 1h"},
    {k_profile, "iterations", k_integer, false, "ends the run after so many"},
    {k_profile, "stages", k_array, false, "instead of users or rate: one after the other", Words::none,
     k_object, ObjectKind::stage, Inner::elements},
    {k_profile, "think_time", k_text, false, "closed: pause of a user between two iterations"},
    {k_profile, "arrivals", k_text, false, "open: even spacing (default) or a Poisson process",
     Words::arrivals},
    {k_profile, "warmup", k_text, false, "what starts earlier is measured apart"},
    {k_profile, "max_in_flight", k_integer, false, "open: iterations under way at once (default: 1000)"},
    {k_profile, "on_full", k_text, false, "open: what becomes of a start beyond that (default: queue)",
     Words::on_full},
    {k_profile, "checks", k_text, false, "share of the iterations whose checks are made (default: 100%)"},

    {k_stage, "to", k_integer | k_text, false,
     "goes evenly to this rate (200/s) or number of users over `over`"},
    {k_stage, "over", k_text, false, "how long that takes"},
    {k_stage, "at", k_integer | k_text, false, "jumps to this rate or number of users and stays for `for`"},
    {k_stage, "for", k_text, false, "how long it stays"},
    {k_stage, "hold", k_text, false, "stays as it is for so long"},

    {k_slo, "slo", k_text, true,
     "read.service.p99<=40ms, response.p99.9<=250ms, errors<=0.1%; see docs/load.md"},
    {k_slo, "abort_on_fail", k_boolean, false, "ends the run as soon as it does not hold"},
};

constexpr std::array k_kinds = {ObjectKind::scenario, ObjectKind::fragment, ObjectKind::requires_mock,
                                ObjectKind::step,     ObjectKind::http,     ObjectKind::check,
                                ObjectKind::capture,  ObjectKind::case_row, ObjectKind::retry,
                                ObjectKind::load,     ObjectKind::profile,  ObjectKind::stage,
                                ObjectKind::feeder,   ObjectKind::slo};

constexpr std::array<std::string_view, 2> k_modes = {"lenient", "strict"};
constexpr std::array<std::string_view, 2> k_token_rules = {"known", "unchecked"};
constexpr std::array<std::string_view, 2> k_derives = {"mandatory-left-out", "mistyped"};
constexpr std::array<std::string_view, 2> k_models = {"closed", "open"};
constexpr std::array<std::string_view, 2> k_arrivals = {"even", "poisson"};
constexpr std::array<std::string_view, 3> k_on_full = {"queue", "drop", "abort"};
constexpr std::array<std::string_view, 3> k_feeds = {"once", "cycle", "random"};
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

/// Every row, matchers of checks included.
std::span<const FormatRow> format_rows() {
  static const std::vector<FormatRow> rows = [] {
    std::vector<FormatRow> all(std::begin(k_format), std::end(k_format));
    for (const Matcher& matcher : matchers())
      all.push_back({k_check, matcher.name, k_any, false, matcher.about});
    return all;
  }();
  return rows;
}

}  // namespace

std::string_view name_of(ObjectKind kind) {
  constexpr std::string_view k_names[] = {"scenario", "fragment", "requires", "step",  "http",
                                          "check",    "capture",  "case",     "retry", "load",
                                          "profile",  "stage",    "feeder",   "slo"};
  const auto* const found = std::find(k_kinds.begin(), k_kinds.end(), kind);
  return k_names[found - k_kinds.begin()];
}

std::span<const ObjectKind> kinds() { return k_kinds; }

std::span<const std::string_view> words_of(Words words) {
  static const auto wires = names_to(client::WireStyle::form_post);
  static const auto tokens = names_to(client::TokenCarrier::none);
  static const auto effects = names_to(api::Effect::bill);
  // In the order of Words.
  static const std::span<const std::string_view> lists[] = {{},
                                                            api::endpoint_ids(),
                                                            statement_ids(),
                                                            wires,
                                                            tokens,
                                                            effects,
                                                            k_modes,
                                                            k_token_rules,
                                                            k_derives,
                                                            k_models,
                                                            k_arrivals,
                                                            k_on_full,
                                                            k_feeds,
                                                            k_verbs};
  static_assert(std::size(lists) == static_cast<std::size_t>(Words::verbs_open) + 1);
  return lists[static_cast<std::size_t>(words)];
}

std::vector<const FormatRow*> rows_of(ObjectKind kind) {
  std::vector<const FormatRow*> out;
  for (const FormatRow& row : format_rows())
    if ((row.kinds & only(kind)) != 0) out.push_back(&row);
  return out;
}

}  // namespace sellsign::harness
