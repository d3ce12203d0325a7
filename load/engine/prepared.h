#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "client/wire/guard.h"
#include "harness/run/evaluate.h"
#include "harness/scenario/given.h"
#include "harness/scenario/scenario.h"

// Scenarios made ready to be run a million times: requests are texts with holes, variables are numbered
// slots, checks have their paths read. What is sent and checked is what the contract runner sends and
// checks.

namespace sellsign::load {

/// How a variable's value is written where it stands.
enum class Coding : std::uint8_t {
  raw,        ///< as text
  percent,    ///< percent-encoded
  call_json,  ///< a JSON value in the body of a call
  call_text,  ///< inside a JSON text in the body of a call
  body_json,  ///< a JSON value in a body written out
  body_text   ///< inside a JSON text in a body written out
};

/// A request with holes. Immutable.
class RequestTemplate {
 public:
  /// A literal text, then a slot (the last piece has none).
  struct Piece {
    std::string literal;
    std::optional<std::size_t> slot;
    Coding coding = Coding::raw;
  };

  /// When Content-Length is ours to write.
  enum class Length : std::uint8_t { never, with_body, always };

  RequestTemplate() = default;
  RequestTemplate(std::vector<Piece> head, std::vector<Piece> body, Length length);

  /// The bytes of the request. Every slot that it names has to have a value. Error kind `usage`: a value
  /// would change where the target or a header field ends, or the request would be larger than a value may
  /// be.
  Result<std::string> render(const std::vector<Json>& slots) const;

  /// The slots that it names.
  std::vector<std::size_t> slots() const;

 private:
  std::vector<Piece> head_, body_;
  Length length_ = Length::never;
  bool may_break_ = false;  ///< values stand in the head as they are
  std::size_t breaks_ = 0;  ///< spaces in the request line and control characters in the literal head
};

/// One request of a scenario: a step, or one case of it.
struct PreparedRequest {
  const harness::Step* step = nullptr;
  std::size_t row = 0;  ///< of the results: one a step
  bool finally = false;
  bool last_case = true;  ///< the next request belongs to another step
  bool is_head = false;
  RequestTemplate text;
  std::vector<std::pair<std::size_t, JsonPtr>> case_variables;  ///< slot and what fills it, in order
  std::vector<harness::PreparedCheck> checks;
  std::vector<const harness::Check*> check_rows;  ///< beside `checks`: place and statement
  std::vector<std::size_t> needs;                 ///< slots that have to have a value before it can be sent
  std::vector<std::pair<std::size_t, harness::PreparedCapture>> captures;
  std::vector<const harness::Capture*> capture_rows;  ///< beside `captures`
};

/// One scenario. Refers to the harness::Scenario that it was made of, which has to outlive it.
struct PreparedScenario {
  const harness::Scenario* source = nullptr;
  std::uint64_t weight = 1;
  std::vector<std::string> names;  ///< of the slots
  std::vector<Json> constants;     ///< beside `names`; null JSON where nothing is constant
  std::vector<bool> is_constant;
  std::optional<std::size_t> scenario_id, iteration;  ///< slots that are set for each iteration
  std::vector<std::size_t> feeder_slots;  ///< of all feeders' variables, one feeder after the other
  std::vector<std::pair<std::size_t, JsonPtr>>
      iteration_variables;                ///< filled in this order for each iteration
  std::vector<PreparedRequest> requests;  ///< those of `finally` at the end
  std::size_t first_row = 0;
  std::function<bool(api::Effect)> may_send{};  ///< empty: whatever their requests do
};

/// What requests are made for.
struct PrepareOptions {
  http::Url url;
  std::string token;
  std::string run_id;
  harness::GivenVariables given;
  api::SourceKind fail_on = api::SourceKind::assumed;  ///< checks that rest on weaker statements are not made
  std::function<bool(api::Effect)> may_send{};         ///< what may be sent there; empty: everything
};

/// Makes a scenario ready. Its result rows begin with `first_row`. Error kind `usage`: a variable that never
/// gets a value.
Result<PreparedScenario> prepare(const harness::Scenario& scenario, const PrepareOptions& options,
                                 std::size_t first_row);

}  // namespace sellsign::load
