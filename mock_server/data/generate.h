#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "mock_server/calls/settings.h"
#include "mock_server/store/store.h"

namespace sellsign::mock {

/// What to make up.
struct GenerateOptions {
  std::int64_t customers = 1'000;  ///< 0 to 10 million
  std::int64_t contractors = 2;    ///< signatories of each customer, 0 to 1,000
  std::int64_t properties = 5;     ///< free fields of each customer, 0 to 1,000
  std::int64_t seed = 1;           ///< from 0

  bool operator==(const GenerateOptions&) const = default;
};

/// Reads `customers=100000,contractors=2,properties=5,seed=1`; what is not named keeps its default. Error
/// kind `usage`: an unknown key (with the nearest), one given twice, a value that is no number in its range.
Result<GenerateOptions> parse_generate(std::string_view text);

/// Puts made-up customers into a store: plausible French and international people and companies, none of
/// which exists (telephone numbers that are set aside for fiction, e-mail at example.*, SIRET with a wrong
/// check digit). They are numbered GEN-000001 and on, and replace those of the same number. Free fields have
/// the declared keys of the settings, where there are some, and then not more than there are keys. The same
/// options, settings and next id give the same bytes; customer n is the same however many there are. Returns
/// how much was added.
Counts generate(Store& store, const GenerateOptions& options, const Settings& settings);

}  // namespace sellsign::mock
