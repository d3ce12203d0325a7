#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/pattern.h"
#include "mock_server/journal/journal.h"
#include "mock_server/journal/redaction.h"

namespace sellsign::mock {

/// What a text of a request has to be.
struct TextMatcher {
  enum class Kind : std::uint8_t { equals, contains, matches, absent, present };
  Kind kind = Kind::equals;
  std::string text;  ///< as it was written; empty for absent and present
  std::optional<Pattern> pattern;

  /// `text`: null when it is not there.
  bool holds(const std::string_view* given) const;
};

/// Which requests are meant; what is left out may be anything.
struct RequestPattern {
  const api::Endpoint* call = nullptr;
  std::optional<std::string> number, verb, token;
  std::optional<std::pair<int, int>> status;  ///< the lowest and the highest
  std::vector<std::pair<std::string, TextMatcher>> parameters;
  std::optional<TextMatcher> body;

  /// How many parts it has.
  std::size_t parts() const;
};

/// One part of a pattern that a request does not meet.
struct Mismatch {
  std::string part;                     ///< `status`, `parameters.email`, ...
  std::string name;                     ///< of the parameter; else empty
  const TextMatcher* wanted = nullptr;  ///< null: `words` says it
  std::string words;
  std::optional<std::string> got;
};

/// What is known of a request and a pattern.
struct PatternMatch {
  std::vector<Mismatch> mismatches;  ///< what is not as wanted
  /// Whether that may be wrong: the journal kept only the beginning of the body, or it cannot be read, and
  /// the pattern looks at what may stand there.
  bool is_uncertain = false;

  bool is_match() const { return mismatches.empty() && !is_uncertain; }
};

/// Compares a request with a pattern. Parameters and body are not looked at when the call is another one.
PatternMatch match(const RequestPattern& pattern, const JournalEntry& entry);

/// `call x with number "AM1" and parameter email "a"`, or `any request`.
std::string describe(const RequestPattern& pattern, Redaction& redaction);

/// `parameters.email: wanted "a", got "b"`.
std::string describe(const Mismatch& difference, Redaction& redaction);

}  // namespace sellsign::mock
