#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mock_server/mock/mock.h"

namespace sellsign::testing {

/// The one token that a mutated mock knows; it has the characters that the vendor's tokens have.
inline constexpr std::string_view k_mutation_token = "!MUTANT|YWJj+Lz8=/made-up";

/// A request that owns its text, so that a mutant can change it before the mock sees it.
struct OwnedRequest {
  std::string verb, path, query, body;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// What a mutant remembers from one request to the next.
struct Memory {
  std::map<std::string, std::string> texts;
  std::set<std::string> seen;
  std::int64_t count = 0;
};

/// The sound mock behind a mutant.
using Inner = std::function<http::Reply(const OwnedRequest&)>;

/// One way for a mock to be wrong. It wraps a sound mock from outside: it changes the request, the reply, or
/// how the mock is set.
struct Mutant {
  std::string name;
  std::string breaks;  ///< the rule that it breaks, in words
  std::string
      first_tag;  ///< scenarios that should notice it, replayed before all the others; empty: all at once
  std::function<http::Reply(OwnedRequest, const Inner&, Memory&)> handle;  ///< empty: the sound one
  std::function<void(mock::MockOptions&)> set_up;  ///< empty: as the scenario requires
};

/// A mutant that changes requests, or replies, and lets the mock do the rest.
using ChangeRequest = void (*)(OwnedRequest&);
using ChangeReply = void (*)(http::Reply&);
Mutant request_mutant(std::string name, std::string breaks, std::string first_tag, ChangeRequest change);
Mutant reply_mutant(std::string name, std::string breaks, std::string first_tag, ChangeReply change);

// The groups, each in a file of its own.
std::vector<Mutant> answer_mutants();   ///< keys, types and values of what is answered
std::vector<Mutant> write_mutants();    ///< what is created, found, updated and kept
std::vector<Mutant> list_mutants();     ///< pages and lists
std::vector<Mutant> wire_mutants();     ///< how requests are read
std::vector<Mutant> refusal_mutants();  ///< what is refused, and how
std::vector<Mutant>
table_mutants();  ///< one per setting that is ignored and per departure that is overlooked

/// All of them.
std::vector<Mutant> all_mutants();

}  // namespace sellsign::testing
