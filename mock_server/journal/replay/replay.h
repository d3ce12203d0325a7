#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "mock_server/calls/settings.h"
#include "mock_server/journal/journal.h"
#include "mock_server/journal/replay/known.h"

namespace sellsign::mock {

/// Text as scenarios write it, where `${}` means a variable.
std::string literal(std::string_view text);

/// Turns entries, oldest first, into the steps of a scenario. A value that the mock generated (an id, a
/// number) is captured in the step where it first appears, and is a variable in later steps. Values that
/// differ from run to run (timestamps), and values that depend on the state before the first entry, are not
/// checked. A customer that existed before the first entry and is written to gets a step that creates it. Not
/// thread-safe.
class Replay {
 public:
  /// `settings`: of the mock that was recorded.
  explicit Replay(const Settings& settings) : known_(settings.unknown_customer == "null") {}

  /// Adds the step of one exchange, cleaned, or counts it as left out. `same_words`: cleaning changed nothing
  /// in the answer, so that its sentence can be checked.
  void add(const JournalEntry& entry, bool same_words);

  const nlohmann::ordered_json& steps() const { return steps_; }
  std::size_t left_out() const { return left_out_; }
  /// Steps whose answers are checked in part or not at all, for what was there before.
  std::size_t loose() const { return loose_; }
  /// Whether a step checks anything.
  bool checks() const { return checks_; }

 private:
  using Json = nlohmann::ordered_json;

  bool can_replay(const JournalEntry& entry) const;
  bool as_call(const JournalEntry& entry, Json& step) const;
  void as_http(const JournalEntry& entry, Json& step) const;
  std::optional<Json> value_of(const api::Argument& argument) const;
  std::string with_variables(std::string_view text, bool is_body) const;
  static Json customer_step(const JournalEntry& entry);
  bool names_known_id(const JournalEntry& entry) const;
  void expect(const JournalEntry& entry, bool same_words, Binding binding, Json& step);
  void expect_json(const JournalEntry& entry, const Json& answer, Binding binding, Json& step);
  void capture(const JournalEntry& entry, const Json& answer, Json& step);
  Json expected(const api::Endpoint& row, const Json& value) const;
  const std::string* variable_for(std::string_view name, std::string_view text) const;

  Json steps_ = Json::array();
  std::size_t left_out_ = 0;
  std::size_t loose_ = 0;
  bool checks_ = false;
  KnownCustomers known_;
  std::map<std::string, std::string, std::less<>> ids_;      // of signatories and free fields, to variables
  std::map<std::string, std::string, std::less<>> numbers_;  // that the mock generated, to variables
};

}  // namespace sellsign::mock
