#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/endpoints.h"
#include "api/sources.h"
#include "base/json/positioned_json.h"
#include "base/result.h"
#include "client/call.h"
#include "harness/scenario/feeder.h"

// The model of a scenario file, as the loader (harness/scenario/loader.h) makes it: checked, fragments and
// derived cases in place, variables not yet put in. Plain values; copying shares the JSON.

namespace sellsign::harness {

/// What a check looks at.
enum class Subject : std::uint8_t { status, header, json, body };

std::string_view name_of(Subject subject);

/// One expectation and the statement that it rests on.
struct Check {
  Position at;
  Subject subject = Subject::status;
  std::string name;  ///< header name or JSON path, may hold `${...}`; else empty
  JsonPtr matchers;  ///< object: matcher name -> expected value; {"status": ...} for a status
  const api::Source* source = nullptr;  ///< never null after loading
};

/// Keeps a part of an answer under a name.
struct Capture {
  Position at;
  std::string name;
  Subject subject = Subject::json;  ///< json or header
  std::string from;                 ///< JSON path or header name
};

/// A variable of the file. Later ones may use earlier ones.
struct Variable {
  Position at;
  std::string name;
  JsonPtr value;
};

/// One row of a step's `cases`, written or derived.
struct Case {
  Position at;
  std::string name;
  std::string parameter;  ///< `${case.parameter}`, empty for written cases
  std::vector<Variable> vars;
  JsonPtr with;  ///< object, merged over the step's; may be null
  std::vector<std::string> without;
  std::optional<std::vector<Check>> expect;  ///< replaces the step's
};

/// Send again until the checks hold: at most once per `every`, for at most `period`.
struct Retry {
  std::chrono::milliseconds every{};
  std::chrono::milliseconds period{};
};

/// A request written out. Every text may hold `${...}`.
struct RawRequest {
  std::string verb;
  std::string target;
  std::vector<std::pair<std::string, std::string>> headers;
  JsonPtr body;  ///< text, or JSON that is sent in its compact form; null without a body
};

/// One step: a `call` or a raw request, never both.
struct Step {
  Position at;
  std::string id;  ///< `create`, or `customer/create` when it comes from the fragment `customer`
  std::string about;
  const api::Endpoint* call = nullptr;
  JsonPtr with;  ///< object; null for a raw request
  std::vector<std::string> without;
  client::WireStyle wire = client::WireStyle::query_get;
  client::TokenCarrier token = client::TokenCarrier::query;
  std::optional<RawRequest> http;
  api::Effect effect = api::Effect::bill;
  std::vector<Check> expect;
  std::vector<Capture> captures;
  std::vector<Case> cases;  ///< empty: the step runs once
  std::optional<Retry> retry;
};

/// What a scenario wants of the mock. Whether it can be had is the target's to say.
struct Requires {
  Position at;
  std::string mode;                                           ///< `strict`, `lenient` or empty
  std::string tokens;                                         ///< `known`, `unchecked` or empty
  std::vector<std::pair<std::string, std::string>> settings;  ///< name and value as text, in the file's order

  bool empty() const { return mode.empty() && tokens.empty() && settings.empty(); }
};

/// One file, with the fragments that it needs already in front.
struct Scenario {
  Position at;
  std::string id;
  std::string about;
  std::vector<std::string> tags;
  Requires needs_mock;
  std::vector<Variable> vars;  ///< those of the fragments first
  std::vector<Step> steps;     ///< those of the fragments first
  std::vector<Step> finally;   ///< those of the fragments last
  std::vector<Feeder> feeders;

  /// The file itself when it says how the scenario is driven as load (load/model/load_model.h reads that);
  /// else null.
  std::shared_ptr<const PositionedJson> load;
};

/// The effects of all steps, each once, in the order of `api::Effect`.
std::vector<api::Effect> effects_of(const Scenario& scenario);

/// How many checks the scenario makes when every step and case runs once, its fragments' included.
std::size_t checks_of(const Scenario& scenario);

/// How many requests a step sends when nothing is retried: one a case.
std::size_t requests_of(const Step& step);

/// Names in `with` that the call does not have but that are close to one it has: on purpose, or misspelt. The
/// place is that of the step or case.
Problems doubtful_names(const Scenario& scenario);

/// Whether `--tag` and `--not-tag` let the scenario through: it has one of `tags` (or none is asked for), and
/// none of `not_tags`.
bool selected(const Scenario& scenario, const std::vector<std::string>& tags,
              const std::vector<std::string>& not_tags);

}  // namespace sellsign::harness
