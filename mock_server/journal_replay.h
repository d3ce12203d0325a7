#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "mock_server/journal.h"

namespace sellsign::mock {

/// Turns entries, oldest first, into the steps of a scenario. What the mock made up (ids, generated numbers)
/// is captured where it first comes and a variable from then on; what differs from run to run (timestamps) is
/// not checked. Not thread-safe.
class Replay {
 public:
  /// Adds the step of one exchange, cleaned, or counts it as left out. `same_words`: cleaning changed nothing
  /// in the answer, so that its sentence can be checked.
  void add(const JournalEntry& entry, bool same_words);

  const nlohmann::ordered_json& steps() const { return steps_; }
  std::size_t left_out() const { return left_out_; }

 private:
  using Json = nlohmann::ordered_json;

  bool can_replay(const JournalEntry& entry) const;
  bool as_call(const JournalEntry& entry, Json& step) const;
  void as_http(const JournalEntry& entry, Json& step) const;
  std::optional<Json> value_of(const api::Argument& argument) const;
  std::string with_variables(std::string_view pairs_or_json, bool is_body) const;
  void expect(const JournalEntry& entry, bool same_words, Json& step);
  void expect_json(const JournalEntry& entry, const Json& answer, Json& step);
  void capture(const JournalEntry& entry, const Json& answer, Json& step);
  Json expected(const api::Endpoint& row, const Json& value) const;
  const std::string* variable_for(std::string_view name, std::string_view text) const;

  Json steps_ = Json::array();
  std::size_t left_out_ = 0;
  std::map<std::string, std::string, std::less<>> ids_;      // of signatories and free fields, to variables
  std::map<std::string, std::string, std::less<>> numbers_;  // that the mock generated, to variables
};

}  // namespace sellsign::mock
