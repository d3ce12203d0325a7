#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/arguments.h"
#include "api/bind.h"
#include "api/endpoints.h"

namespace sellsign::mock {

/// What a call did to the state, or found there.
enum class Outcome : std::uint8_t {
  none,              ///< nothing: refused before the state was looked at
  created,           ///< a new customer, signatory or free field
  updated,           ///< an existing one
  found,             ///< what was asked for is there, or was to be created and is there already
  empty,             ///< a list without entries of a known customer
  unknown_customer,  ///< no customer has the number
  unknown_id         ///< the customer has nothing of that id
};

std::string_view name_of(Outcome outcome);

/// Things about a request that statements of the vendor speak of; a set of bits.
namespace fact {
enum : std::uint32_t {
  token_in_query = 1U << 0U,  ///< or in a form
  token_in_header = 1U << 1U,
  token_in_cookie = 1U << 2U,
  token_special = 1U << 3U,  ///< holds one of ! | + / =
  token_refused = 1U << 4U,
  percent = 1U << 5U,     ///< a percent escape in the query
  plus = 1U << 6U,        ///< a plus sign or %20 in the query
  coded_body = 1U << 7U,  ///< a body that had to be decoded, whether it could be or not
  empty_number = 1U << 8U,
  empty_birthdate = 1U << 9U,
  filled_birthdate = 1U << 10U,
  paged = 1U << 11U,       ///< offset or size is given
  new_id = 1U << 12U,      ///< id -1
  is_default = 1U << 13U,  ///< is_default=true
  not_utf8 = 1U << 14U,
  markup = 1U << 15U,        ///< a value with one of = & < >
  apostrophe = 1U << 16U,    ///< a value with an apostrophe
  unknown_call = 1U << 17U,  ///< no call has this path and method
  bad_value = 1U << 18U      ///< a value is missing or cannot be read: refused in every mode
};
}  // namespace fact

/// What became known of one request while it was answered: for journal, faults, coverage and metrics.
struct Trace {
  const api::Endpoint* row = nullptr;      ///< the call, built or not; null when none was matched
  const api::Endpoint* nearest = nullptr;  ///< the call, else the one that the request comes nearest to
  std::string token;                       ///< the one that counts; empty: none was given
  std::string number;  ///< of the customer that the request is about; empty: none was given
  std::vector<api::Departure> departures;   ///< the first hundred
  std::string fault;                        ///< name of the fault that was applied; empty: none
  bool refused = false;                     ///< the mock answered a sentence instead of the call's shape
  std::bitset<api::k_most_fields> present;  ///< rows of the call's parameters that the request carried
  Outcome outcome = Outcome::none;
  api::BodyForm body = api::BodyForm::none;
  std::uint32_t facts = 0;  ///< bits of `fact`
};

}  // namespace sellsign::mock
