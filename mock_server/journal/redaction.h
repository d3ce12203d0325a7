#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mock_server/journal/journal.h"
#include "mock_server/journal/rewrite.h"

namespace sellsign::mock {

/// What stands where a secret stood.
inline constexpr std::string_view k_hidden = "***";
inline constexpr std::string_view k_hidden_token = "j_token=***";

/// Takes each hidden token out of a query or form; whether there was one.
bool take_hidden_token(std::string& pairs);

/// Replacements of personal values. One value of a field has one replacement as long as this object lives.
/// It keeps the kind of value: a number stays a number, a date a date, outer spaces stay, and what departs
/// from the documents does so still. Not thread-safe.
class Pseudonyms {
 public:
  /// What stands for the value of a parameter or key of that name; nothing where the value is open. A name
  /// that no table knows is personal. Empty text and dates that say "not set" stand for themselves.
  std::optional<std::string> of(std::string_view name, std::string_view text);

 private:
  std::string words(const api::FieldInfo* field, std::string_view name, std::string_view text);
  std::string date(const api::FieldInfo& field, std::string_view text);
  std::uint64_t number_of(std::string_view kind, std::string_view text);

  std::map<std::string, std::map<std::string, std::uint64_t, std::less<>>, std::less<>> numbers_;
};

/// Takes tokens and personal fields out of what others get to see. One value of a field has one replacement
/// as long as this object lives, and a replay takes the same way (see Pseudonyms). A parameter that no table
/// knows counts as personal. Not thread-safe: one for each output.
class Redaction {
 public:
  /// `raw`: leaves all as it is.
  explicit Redaction(bool raw) : raw_(raw) {}

  /// The entry without what is not to be seen.
  JournalEntry clean(JournalEntry entry);

  /// The replacement of one value of a parameter; the value itself where that is open.
  std::string value(std::string_view name, std::string_view text);

  bool raw() const { return raw_; }

 private:
  std::optional<std::string> rewrite(const Place& place);
  std::string without_odd_names(std::string_view pairs);
  std::string header(std::string_view name, std::string_view value) const;
  void arrange_known();
  std::string sentence(std::string text) const;

  bool raw_;
  bool refused_ = false;                                    // the entry at hand: what made it so is kept
  std::vector<std::pair<std::string, std::string>> known_;  // of the entry at hand
  std::vector<std::string> tokens_;                         // of the entry at hand
  bool crowded_ = false;                                    // too many of them: sentences are hidden whole
  Pseudonyms pseudonyms_;
};

}  // namespace sellsign::mock
